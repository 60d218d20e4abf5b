package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code /projects}: the projects, their operations, and Neon's calls about an account. */
final class ProjectResource {

    /** Neon's largest history window, 30 days. */
    private static final long HISTORY_SECONDS_MAX = 2_592_000;

    private final EngineService engine;

    ProjectResource(EngineService engine, Routes routes) {
        this.engine = engine;
        // Before /projects/{p}, which would take "shared" for an id.
        routes.get("/projects/shared", c -> Reply.ok(c, Reply.envelope("projects", List.of())));
        routes.get("/projects", this::list);
        routes.post("/projects", this::create);
        routes.get("/projects/{p}", c -> Reply.ok(c, envelope(engine.projects().get(id(c)))));
        routes.patch("/projects/{p}", this::update);
        routes.delete("/projects/{p}", c -> Reply.ok(c, envelope(engine.projects().delete(id(c)))));
        routes.post("/projects/{p}/recover", this::recover);
        routes.get("/projects/{p}/limits", this::limits);
        routes.get("/projects/{p}/operations", this::operations);
        routes.get("/projects/{p}/operations/{o}", this::operation);
        routes.post("/cambium/projects/{p}/operations/{o}/cancel", this::cancel);
    }

    private void recover(Context context) throws IOException {
        Project project = engine.projects().recover(id(context));
        Map<String, Object> body = envelope(project);
        body.put("branches", engine.branches().list(project.id()));
        Reply.ok(context, body);
    }

    private void list(Context context) throws IOException {
        String search = context.queryParam("search");
        boolean recoverable = "true".equals(context.queryParam("recoverable"));
        List<Project> all =
                (recoverable ? engine.projects().deleted() : engine.projects().list())
                        .stream()
                                .filter(
                                        project ->
                                                search == null
                                                        || Sought.in(search, project.name())
                                                        || Sought.in(search, project.id()))
                                .toList();
        Page<Project> page = Page.of(context, all, Project::id);
        List<JsonNode> items =
                page.items().stream().map(ApiJson.mapper()::<JsonNode>valueToTree).toList();
        // Its name in lists, an old one, beside active_time_seconds.
        items.forEach(
                item -> ((ObjectNode) item).set("active_time", item.get("active_time_seconds")));
        Map<String, Object> body = Reply.envelope("projects", items);
        if (page.next() != null) {
            body.put("pagination", Map.of("cursor", page.next()));
        }
        body.put("applications", Map.of());
        body.put("integrations", Map.of());
        Reply.ok(context, body);
    }

    private void create(Context context) throws IOException {
        RequestBody project = RequestBody.of(context).requiredObject("project");
        Long major = project.integer("pg_version");
        refuseSettings(project.object("settings"));
        RequestBody branch = project.object("branch");
        NewProject request =
                new NewProject(
                        project.name("name", "project"),
                        branch.name("name", "branch"),
                        branch.name("role_name", "role"),
                        branch.text("database_name"),
                        major == null ? null : Math.clamp(major, 0, 1_000),
                        project.text("cambium_postgres_bin"),
                        historySeconds(project),
                        historyBytes(project),
                        EndpointResource.update(project.object("default_endpoint_settings")));
        Reply.created(context, engine.projects().create(request));
    }

    private void update(Context context) throws IOException {
        RequestBody project = RequestBody.of(context).requiredObject("project");
        refuseSettings(project.object("settings"));
        ProjectUpdate update =
                new ProjectUpdate(
                        project.name("name", "project"),
                        historySeconds(project),
                        historyBytes(project),
                        project.has("default_endpoint_settings")
                                ? EndpointResource.update(
                                        project.object("default_endpoint_settings"))
                                : null);
        if (update.isEmpty()) {
            throw RequestBody.bad(
                    "Nothing to change: give \"name\", \"history_retention_seconds\", \"cambium_history_max_bytes\" or \"default_endpoint_settings\".");
        }
        Reply.ok(context, Reply.done("project", engine.projects().update(id(context), update)));
    }

    private static @Nullable Long historySeconds(RequestBody project) {
        Long seconds = project.integer("history_retention_seconds");
        if (seconds != null && (seconds < 0 || seconds > HISTORY_SECONDS_MAX)) {
            throw RequestBody.bad(
                    "\"history_retention_seconds\" must lie between 0 and %d (30 days)."
                            .formatted(HISTORY_SECONDS_MAX));
        }
        return seconds;
    }

    private static @Nullable Long historyBytes(RequestBody project) {
        Long bytes = project.integer("cambium_history_max_bytes");
        if (bytes != null && bytes < 0) {
            throw RequestBody.bad("\"cambium_history_max_bytes\" must not be negative.");
        }
        return bytes;
    }

    /** Quotas, allowed addresses and the like; those that ask for nothing are passed over. */
    private static void refuseSettings(RequestBody settings) {
        settings.node()
                .propertyStream()
                .filter(setting -> asksForSomething(setting.getValue()))
                .findFirst()
                .ifPresent(
                        setting -> {
                            throw new EngineException(
                                    501,
                                    "NOT_HERE",
                                    "\"settings.%s\" is a setting of Neon's cloud, and nothing was done: projects of one computer have neither quotas nor networks."
                                            .formatted(setting.getKey()));
                        });
    }

    private static boolean asksForSomething(JsonNode value) {
        return !value.isNull() && !(value.isBoolean() && !value.booleanValue());
    }

    /** A call that Neon does not document; -1 means that there is none. */
    private void limits(Context context) throws IOException {
        Project project = engine.projects().get(id(context));
        Map<String, Object> limits = Reply.envelope("max_branches", -1);
        limits.put("max_read_only_endpoints", -1);
        limits.put("max_history_retention_seconds", HISTORY_SECONDS_MAX);
        Reply.ok(
                context,
                Map.of("limits", limits, "features", Map.of(), "project_id", project.id()));
    }

    private void operations(Context context) throws IOException {
        Page<Operation> page =
                Page.of(context, engine.projects().operations(id(context)), Operation::id);
        Map<String, Object> body = Reply.envelope("operations", page.items());
        if (page.next() != null) {
            body.put("pagination", Map.of("cursor", page.next()));
        }
        Reply.ok(context, body);
    }

    private void cancel(Context context) throws IOException {
        Operation asked = engine.projects().cancel(id(context), context.pathParam("o"));
        Reply.ok(context, Reply.envelope("operation", asked));
    }

    private void operation(Context context) throws IOException {
        String id = context.pathParam("o");
        Operation operation =
                engine.projects().operations(id(context)).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "OPERATION_NOT_FOUND",
                                                "There is no operation '%s' in this project; the newest ones are kept."
                                                        .formatted(id)));
        Reply.ok(context, Reply.envelope("operation", operation));
    }

    private static String id(Context context) {
        return context.pathParam("p");
    }

    private static Map<String, Object> envelope(Project project) {
        return Reply.envelope("project", project);
    }
}
