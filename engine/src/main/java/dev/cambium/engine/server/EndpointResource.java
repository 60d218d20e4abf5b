package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewEndpoint;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /projects/{p}/endpoints}: the computes of branches. */
final class EndpointResource {

    /** Those below belong to the system. */
    private static final int PORT_MIN = 1_024;

    private static final int PORT_MAX = 65_535;

    private final EngineService engine;

    EndpointResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String endpoints = "/projects/{p}/endpoints";
        routes.get(endpoints, this::list);
        routes.post(endpoints, this::create);
        routes.get(endpoints + "/{e}", this::get);
        routes.patch(endpoints + "/{e}", this::update);
        routes.delete(endpoints + "/{e}", this::delete);
        routes.get("/projects/{p}/branches/{b}/endpoints", this::ofBranch);
        routes.post(
                endpoints + "/{e}/start",
                c -> answer(c, engine.endpoints().start(c.pathParam("p"), c.pathParam("e"))));
        routes.post(
                endpoints + "/{e}/suspend",
                c -> answer(c, engine.endpoints().suspend(c.pathParam("p"), c.pathParam("e"))));
        routes.post(
                endpoints + "/{e}/restart",
                c -> answer(c, engine.endpoints().restart(c.pathParam("p"), c.pathParam("e"))));
    }

    /** What a body sets, in Neon's names and, for what Neon has no name for, in ours. */
    static EndpointUpdate update(RequestBody endpoint) {
        RequestBody settings = endpoint.object("settings");
        Map<String, String> pgSettings =
                pgSettings(settings.has("pg_settings") ? settings : endpoint);
        RequestBody libraries = settings.object("preload_libraries");
        return new EndpointUpdate(
                endpoint.integer("suspend_timeout_seconds"),
                settings.integer("pool_timeout_seconds"),
                pgSettings,
                libraries.has("enabled_libraries") ? names(libraries) : null,
                port(endpoint.integer("cambium_port")));
    }

    private void list(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope("endpoints", engine.endpoints().list(context.pathParam("p"))));
    }

    private void ofBranch(Context context) throws IOException {
        List<Endpoint> endpoints =
                engine.endpoints().of(context.pathParam("p"), context.pathParam("b"));
        Reply.ok(context, Reply.envelope("endpoints", endpoints));
    }

    private void get(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("endpoint", found(context)));
    }

    private void update(Context context) throws IOException {
        RequestBody endpoint = RequestBody.of(context).requiredObject("endpoint");
        endpoint.refuse("branch_id", "An endpoint stays with its branch.");
        endpoint.refuse("disabled", "Suspend it; it sleeps until someone connects.");
        endpoint.refuse("pooler_enabled", "Connect to the endpoint itself.");
        endpoint.refuse("passwordless_access", "Leave it out.");
        Reply.ok(
                context,
                Reply.done(
                        "endpoint",
                        engine.endpoints()
                                .update(
                                        context.pathParam("p"),
                                        context.pathParam("e"),
                                        update(endpoint))));
    }

    private void create(Context context) throws IOException {
        RequestBody endpoint = RequestBody.of(context).requiredObject("endpoint");
        String project = context.pathParam("p");
        String branch = endpoint.requiredText("branch_id");
        String type = endpoint.requiredText("type");
        Endpoint created =
                switch (type) {
                    case "read_only" -> readOnly(project, branch, endpoint);
                    case "read_write" -> own(project, branch, endpoint);
                    default ->
                            throw RequestBody.bad(
                                    "\"type\" is read_only or read_write; \"%s\" is not known."
                                            .formatted(type));
                };
        Reply.created(context, Reply.done("endpoint", created));
    }

    private Endpoint readOnly(String project, String branch, RequestBody wanted) {
        wanted.refuse("disabled", "Leave it out; it sleeps until someone connects.");
        wanted.refuse("pooler_enabled", "Connect to the endpoint itself.");
        wanted.refuse("passwordless_access", "Leave it out.");
        NewEndpoint wish = new NewEndpoint(wanted.name("name", "endpoint"), update(wanted));
        return engine.endpoints().create(project, branch, wish);
    }

    /**
     * What Neon makes for a branch that was made without a compute is there already and sleeps: it
     * gets the settings and starts.
     *
     * @throws EngineException 409 if it answers, for a branch has one
     */
    private Endpoint own(String project, String branch, RequestBody wanted) {
        Endpoint own = engine.endpoints().of(project, branch).getFirst();
        if (own.currentState().equals("active")) {
            throw new EngineException(
                    409,
                    "ENDPOINT_EXISTS",
                    "Every branch has its read_write endpoint from the beginning, and one only. More of them can be read_only.");
        }
        EndpointUpdate settings = update(wanted);
        if (!settings.equals(EndpointUpdate.NOTHING)) {
            var _ = engine.endpoints().update(project, own.id(), settings);
        }
        return engine.endpoints().start(project, own.id());
    }

    private void delete(Context context) throws IOException {
        Deletions.answer(
                context,
                "ENDPOINT_NOT_FOUND",
                () ->
                        answer(
                                context,
                                engine.endpoints()
                                        .delete(context.pathParam("p"), context.pathParam("e"))));
    }

    private Endpoint found(Context context) {
        String id = context.pathParam("e");
        return engine.endpoints().list(context.pathParam("p")).stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> notFound(id));
    }

    static EngineException notFound(String endpointId) {
        return new EngineException(
                404,
                "ENDPOINT_NOT_FOUND",
                "There is no endpoint \"%s\" in this project.".formatted(endpointId));
    }

    private static @Nullable Integer port(@Nullable Long asked) {
        if (asked != null && (asked < PORT_MIN || asked > PORT_MAX)) {
            throw RequestBody.bad(
                    "\"cambium_port\" must lie between %d and %d.".formatted(PORT_MIN, PORT_MAX));
        }
        return asked == null ? null : asked.intValue();
    }

    private static @Nullable Map<String, String> pgSettings(RequestBody body) {
        if (!body.has("pg_settings")) {
            return null;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        body.object("pg_settings")
                .node()
                .properties()
                .forEach(setting -> settings.put(setting.getKey(), text(setting)));
        return settings;
    }

    private static String text(Map.Entry<String, JsonNode> setting) {
        if (!setting.getValue().isValueNode() || setting.getValue().isNull()) {
            throw RequestBody.bad(
                    "The setting \"%s\" must be a string, a number or a boolean."
                            .formatted(setting.getKey()));
        }
        return setting.getValue().asText();
    }

    private static List<String> names(RequestBody libraries) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : libraries.node().path("enabled_libraries")) {
            if (!name.isTextual()) {
                throw RequestBody.bad("\"enabled_libraries\" must hold strings alone.");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static void answer(Context context, Endpoint endpoint) throws IOException {
        Reply.ok(context, Reply.done("endpoint", endpoint));
    }
}
