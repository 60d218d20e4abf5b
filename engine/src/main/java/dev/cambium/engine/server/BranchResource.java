package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchEndpoints;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewEndpoint;

import io.javalin.http.Context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /projects/{p}/branches}. */
final class BranchResource {

    /** As Neon has it. */
    private static final int WORDS_MAX = 50;

    private final EngineService engine;

    BranchResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branches = "/projects/{p}/branches";
        routes.get(branches, this::list);
        routes.post(branches, this::create);
        routes.get(branches + "/count", this::count);
        routes.get(branches + "/{b}", this::get);
    }

    private void list(Context context) throws IOException {
        BranchOrder order =
                BranchOrder.of(context.queryParam("sort_by"), context.queryParam("sort_order"));
        List<Branch> all = order.sorted(searched(context));
        Page<Branch> page = Page.of(context, all, Branch::id);
        Map<String, Object> body = Reply.envelope("branches", page.items());
        // Neon's CLI indexes into it, so it must be there.
        body.put("annotations", annotations(page.items()));
        Map<String, Object> pagination = Reply.envelope("sort_by", order.by());
        pagination.put("sort_order", order.descending() ? "desc" : "asc");
        if (page.next() != null) {
            pagination.put("next", page.next());
        }
        body.put("pagination", pagination);
        Reply.ok(context, body);
    }

    private void count(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("count", searched(context).size()));
    }

    private void create(Context context) throws IOException {
        NewBranch request = newBranch(RequestBody.of(context));
        Reply.created(context, engine.branches().create(project(context), request));
    }

    /** Neon's body for a new branch. */
    static NewBranch newBranch(RequestBody body) {
        RequestBody branch = body.object("branch");
        branch.refuse("archived", "Leave it out.");
        JsonNode endpoints = body.node().path("endpoints");
        NewBranch asked =
                new NewBranch(
                        branch.name("name", "branch"),
                        branch.text("parent_id"),
                        branch.moment("parent"),
                        asksForCompute(endpoints),
                        asksForSchemaOnly(branch),
                        Boolean.TRUE.equals(branch.bool("protected")),
                        branch.time("expires_at"));
        return withEndpoints(asked.withWords(words(body)), endpoints);
    }

    private static Map<String, String> words(RequestBody body) {
        Map<String, String> words = new LinkedHashMap<>();
        body.object("annotation_value")
                .node()
                .forEachEntry(
                        (name, word) -> {
                            if (!word.isTextual()) {
                                throw RequestBody.bad(
                                        "\"annotation_value.%s\" must be a string."
                                                .formatted(name));
                            }
                            words.put(name, word.textValue());
                        });
        if (words.size() > WORDS_MAX) {
            throw RequestBody.bad(
                    "\"annotation_value\" has %d fields; a branch keeps at most %d."
                            .formatted(words.size(), WORDS_MAX));
        }
        return words;
    }

    private Map<String, Annotation> annotations(List<Branch> shown) {
        Map<String, Map<String, String>> words =
                engine.words(shown.stream().map(Branch::id).toList());
        Map<String, Annotation> annotations = new LinkedHashMap<>();
        for (Branch branch : shown) {
            Map<String, String> put = words.get(branch.id());
            if (put != null) {
                annotations.put(branch.id(), Annotation.of(branch, put));
            }
        }
        return annotations;
    }

    private void get(Context context) throws IOException {
        Branch branch = engine.branches().get(project(context), branch(context));
        Map<String, Object> body = Reply.envelope("branch", branch);
        Annotation annotation = annotations(List.of(branch)).get(branch.id());
        body.put("annotation", annotation == null ? Annotation.of(branch, Map.of()) : annotation);
        Reply.ok(context, body);
    }

    private List<Branch> searched(Context context) {
        String search = context.queryParam("search");
        List<Branch> found =
                new ArrayList<>(
                        search == null
                                ? engine.branches().list(project(context))
                                : engine.branches().search(project(context), search));
        if ("true".equals(context.queryParam("include_deleted"))) {
            engine.life().deleted(project(context)).stream()
                    .filter(
                            branch ->
                                    search == null
                                            || Sought.in(search, branch.name())
                                            || Sought.in(search, branch.id()))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean asksForSchemaOnly(RequestBody branch) {
        String source = branch.text("init_source");
        return switch (source) {
            case null -> false;
            case "parent-data" -> false;
            case "schema-only" -> true;
            default ->
                    throw RequestBody.bad(
                            "\"init_source\" must be \"parent-data\" or \"schema-only\", not \"%s\"."
                                    .formatted(source));
        };
    }

    /** Neon's list of computes: at most one to be written to, and any number to be read. */
    private static NewBranch withEndpoints(NewBranch branch, JsonNode endpoints) {
        List<EndpointUpdate> own = new ArrayList<>();
        List<NewEndpoint> readOnly = new ArrayList<>();
        for (JsonNode node : endpoints) {
            if (!node.isObject()) {
                throw RequestBody.bad("\"endpoints\" must be a list of objects.");
            }
            RequestBody endpoint = new RequestBody(node);
            endpoint.refuse("cambium_port", "Move the endpoint when the branch is there.");
            String type = endpoint.has("type") ? endpoint.requiredText("type") : "read_write";
            EndpointUpdate settings = EndpointResource.update(endpoint);
            switch (type) {
                case "read_write" -> own.add(settings);
                case "read_only" ->
                        readOnly.add(new NewEndpoint(endpoint.name("name", "endpoint"), settings));
                default ->
                        throw RequestBody.bad(
                                "\"type\" is read_write or read_only; \"%s\" is not known."
                                        .formatted(type));
            }
        }
        if (own.size() > 1) {
            throw RequestBody.bad(
                    "A branch has one read_write endpoint, and %d are asked for. More of them can be read_only."
                            .formatted(own.size()));
        }
        return branch.withEndpoints(
                new BranchEndpoints(
                        own.isEmpty() ? EndpointUpdate.NOTHING : own.getFirst(), readOnly));
    }

    private static boolean asksForCompute(JsonNode endpoints) {
        for (JsonNode endpoint : endpoints) {
            if (endpoint.path("type").asText("read_write").equals("read_write")) {
                return true;
            }
        }
        return false;
    }

    private static String project(Context context) {
        return context.pathParam("p");
    }

    private static String branch(Context context) {
        return context.pathParam("b");
    }
}
