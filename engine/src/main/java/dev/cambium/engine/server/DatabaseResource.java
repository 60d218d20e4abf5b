package dev.cambium.engine.server;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Role;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** What is inside a branch: its databases and roles, and how to connect to it. */
final class DatabaseResource {

    /** Postgres cuts longer names off silently (NAMEDATALEN is 64 with the closing zero). */
    private static final int POSTGRES_NAME_BYTES_MAX = 63;

    private final EngineService engine;

    DatabaseResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branch = "/projects/{p}/branches/{b}";
        routes.get(branch + "/databases", this::databases);
        routes.post(branch + "/databases", this::createDatabase);
        routes.get(branch + "/databases/{d}", this::database);
        routes.patch(branch + "/databases/{d}", this::updateDatabase);
        routes.delete(branch + "/databases/{d}", this::deleteDatabase);
        routes.get(branch + "/roles", this::roles);
        routes.post(branch + "/roles", this::createRole);
        routes.delete(branch + "/roles/{r}", this::deleteRole);
        routes.post(branch + "/roles/{r}/reset_password", this::resetPassword);
        routes.get(branch + "/roles/{r}", this::role);
        routes.get(branch + "/roles/{r}/reveal_password", this::revealPassword);
        routes.get("/projects/{p}/connection_uri", this::connectionUri);
    }

    private void databases(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "databases", engine.databases().list(project(context), branch(context))));
    }

    private void createDatabase(Context context) throws IOException {
        RequestBody database = RequestBody.of(context).requiredObject("database");
        String name = database.requiredText("name");
        refuseLong(database, "database", name);
        Database created =
                engine.databases()
                        .create(
                                project(context),
                                branch(context),
                                name,
                                database.text("owner_name"));
        Reply.created(context, Reply.done("database", created));
    }

    private void updateDatabase(Context context) throws IOException {
        RequestBody database = RequestBody.of(context).requiredObject("database");
        String name = database.text("name");
        if (name != null) {
            refuseLong(database, "database", name);
        }
        String owner = database.text("owner_name");
        if (name == null && owner == null) {
            throw RequestBody.bad("Nothing to change: give \"name\" or \"owner_name\".");
        }
        Database updated =
                engine.databases()
                        .update(
                                project(context),
                                branch(context),
                                context.pathParam("d"),
                                name,
                                owner);
        Reply.ok(context, Reply.done("database", updated));
    }

    private void deleteDatabase(Context context) throws IOException {
        Deletions.answer(context, "DATABASE_NOT_FOUND", () -> replyDatabaseDeleted(context));
    }

    private void replyDatabaseDeleted(Context context) throws IOException {
        Database deleted =
                engine.databases()
                        .delete(project(context), branch(context), context.pathParam("d"));
        Reply.ok(context, Reply.done("database", deleted));
    }

    private void createRole(Context context) throws IOException {
        RequestBody role = RequestBody.of(context).requiredObject("role");
        String name = role.requiredText("name");
        refuseLong(role, "role", name);
        boolean login = !Boolean.TRUE.equals(role.bool("no_login"));
        Role created = engine.roles().create(project(context), branch(context), name, login);
        Reply.created(context, Reply.done("role", created));
    }

    private void deleteRole(Context context) throws IOException {
        Deletions.answer(context, "ROLE_NOT_FOUND", () -> replyRoleDeleted(context));
    }

    private void replyRoleDeleted(Context context) throws IOException {
        Role deleted =
                engine.roles().delete(project(context), branch(context), context.pathParam("r"));
        Reply.ok(context, Reply.done("role", deleted));
    }

    private void resetPassword(Context context) throws IOException {
        Role reset =
                engine.roles()
                        .resetPassword(project(context), branch(context), context.pathParam("r"));
        Reply.ok(context, Reply.done("role", reset));
    }

    private static void refuseLong(RequestBody body, String what, String name) {
        body.name("name", what);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > POSTGRES_NAME_BYTES_MAX) {
            throw new EngineException(
                    400,
                    "NAME_TOO_LONG",
                    "Postgres takes %d bytes for the name of a %s; this one has %d. Choose a shorter one."
                            .formatted(POSTGRES_NAME_BYTES_MAX, what, bytes));
        }
    }

    private void database(Context context) throws IOException {
        List<Database> all = engine.databases().list(project(context), branch(context));
        Database found = named(all, Database::name, "database", context.pathParam("d"));
        Reply.ok(context, Reply.envelope("database", found));
    }

    private void roles(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope("roles", engine.roles().list(project(context), branch(context))));
    }

    private void role(Context context) throws IOException {
        List<Role> all = engine.roles().list(project(context), branch(context));
        Role found = named(all, Role::name, "role", context.pathParam("r"));
        Reply.ok(context, Reply.envelope("role", found));
    }

    private void revealPassword(Context context) throws IOException {
        String password =
                engine.roles()
                        .revealPassword(project(context), branch(context), context.pathParam("r"));
        Reply.ok(context, Reply.envelope("password", password));
    }

    private void connectionUri(Context context) throws IOException {
        String named = given(context, "endpoint_id");
        Endpoint endpoint =
                named == null
                        ? null
                        : engine.endpoints().list(project(context)).stream()
                                .filter(candidate -> candidate.id().equals(named))
                                .findFirst()
                                .orElseThrow(() -> EndpointResource.notFound(named));
        ConnectionUri uri =
                engine.endpoints()
                        .connectionUri(
                                project(context),
                                endpoint == null
                                        ? given(context, "branch_id")
                                        : endpoint.branchId(),
                                given(context, "database_name"),
                                given(context, "role_name"));
        if (endpoint != null) {
            uri = uri.at(endpoint.host());
        }
        Reply.ok(context, Reply.envelope("uri", uri.connectionUri()));
    }

    private static <T> T named(List<T> all, Function<T, String> nameOf, String what, String name) {
        return all.stream()
                .filter(item -> nameOf.apply(item).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        what.equals("role")
                                                ? "ROLE_NOT_FOUND"
                                                : "DATABASE_NOT_FOUND",
                                        "There is no %s \"%s\" on this branch."
                                                .formatted(what, name)));
    }

    private static @Nullable String given(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static String project(Context context) {
        return context.pathParam("p");
    }

    private static String branch(Context context) {
        return context.pathParam("b");
    }
}
