package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The engine over HTTP: Neon's calls under {@code /api/v2}, and what Neon has no call for under
 * {@code /api/v2/cambium}.
 */
final class HttpEngineClient implements EngineClient {

    /** Neon's form of a branch id; whatever else is asked for is a name. */
    private static final Pattern BRANCH_ID = Pattern.compile("br-[a-z0-9]+-[a-z0-9]+-[a-z0-9]+");

    /** An engine that lives answers this call from memory. */
    private static final Duration INFO_TIMEOUT = Duration.ofSeconds(5);

    private final ApiCalls calls;

    /**
     * @param apiUrl ends in {@code /api/v2}
     */
    HttpEngineClient(URI apiUrl, String apiKey) {
        this.calls = new ApiCalls(apiUrl, apiKey);
    }

    @Override
    public EngineInfo info() {
        return calls.read(calls.get("/cambium/engine", INFO_TIMEOUT), EngineInfo.class);
    }

    @Override
    public void stop() {
        calls.post("/cambium/engine/stop", object());
    }

    @Override
    public List<Project> projects() {
        return calls.readList(calls.get("/projects"), "projects", new TypeReference<>() {});
    }

    @Override
    public Project project(String project) {
        List<Project> all = projects();
        return all.stream()
                .filter(p -> p.id().equals(project))
                .findFirst()
                .or(() -> all.stream().filter(p -> p.name().equals(project)).findFirst())
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "PROJECT_NOT_FOUND",
                                        "There is no project \"%s\". `cambium projects list` shows those there are."
                                                .formatted(project)));
    }

    @Override
    public Created.ProjectReply createProject(NewProject request) {
        ObjectNode project = object();
        putIfGiven(project, "name", request.name());
        ObjectNode branch = project.putObject("branch");
        putIfGiven(branch, "name", request.branchName());
        putIfGiven(branch, "role_name", request.roleName());
        putIfGiven(branch, "database_name", request.databaseName());
        ObjectNode body = object();
        body.set("project", project);
        return calls.read(calls.post("/projects", body), Created.ProjectReply.class);
    }

    @Override
    public Project deleteProject(String projectId) {
        return calls.read(calls.delete(projectPath(projectId)), "project", Project.class);
    }

    @Override
    public List<Branch> branches(String projectId) {
        return calls.readList(
                calls.get(projectPath(projectId) + "/branches"),
                "branches",
                new TypeReference<>() {});
    }

    @Override
    public Branch branch(String projectId, String branch) {
        if (!isId(branch)) {
            return named(projectId, branch);
        }
        return calls.read(
                calls.get(projectPath(projectId) + "/branches/" + encode(branch)),
                "branch",
                Branch.class);
    }

    @Override
    public Created.BranchReply createBranch(String projectId, NewBranch request) {
        ObjectNode branch = object();
        putIfGiven(branch, "name", request.name());
        if (request.parent() != null) {
            branch.put("parent_id", idOf(projectId, request.parent()));
        }
        putMoment(branch, request.at());
        ObjectNode body = object();
        body.set("branch", branch);
        ArrayNode endpoints = body.putArray("endpoints");
        if (request.compute()) {
            endpoints.addObject().put("type", "read_write");
        }
        return calls.read(
                calls.post(projectPath(projectId) + "/branches", body), Created.BranchReply.class);
    }

    @Override
    public Branch resetFromParent(String projectId, String branch) {
        Branch found = branch(projectId, branch);
        if (found.parentId() == null) {
            throw new EngineException(
                    400,
                    "BRANCH_HAS_NO_PARENT",
                    "Branch \"%s\" is a root: it has no parent to reset from."
                            .formatted(found.name()));
        }
        ObjectNode body = object().put("source_branch_id", found.parentId());
        String path = projectPath(projectId) + "/branches/" + found.id() + "/restore";
        return calls.read(calls.post(path, body), "branch", Branch.class);
    }

    @Override
    public Branch deleteBranch(String projectId, String branch) {
        return calls.read(calls.delete(branchPath(projectId, branch)), "branch", Branch.class);
    }

    @Override
    public List<Endpoint> endpoints(String projectId, String branch) {
        return calls.readList(
                calls.get(branchPath(projectId, branch) + "/endpoints"),
                "endpoints",
                new TypeReference<>() {});
    }

    @Override
    public Endpoint startEndpoint(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "start");
    }

    @Override
    public Endpoint suspendEndpoint(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "suspend");
    }

    @Override
    public Endpoint restartEndpoint(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "restart");
    }

    @Override
    public Endpoint updateEndpoint(String projectId, String endpointId, EndpointUpdate update) {
        ObjectNode body = object();
        ObjectNode endpoint = body.putObject("endpoint");
        if (update.suspendTimeoutSeconds() != null) {
            endpoint.put("suspend_timeout_seconds", update.suspendTimeoutSeconds());
        }
        ObjectNode settings = endpoint.putObject("settings");
        if (update.poolTimeoutSeconds() != null) {
            settings.put("pool_timeout_seconds", update.poolTimeoutSeconds());
        }
        if (update.pgSettings() != null) {
            ObjectNode values = settings.putObject("pg_settings");
            update.pgSettings().forEach(values::put);
        }
        if (update.preloadLibraries() != null) {
            ArrayNode libraries =
                    settings.putObject("preload_libraries").putArray("enabled_libraries");
            update.preloadLibraries().forEach(libraries::add);
        }
        String path = projectPath(projectId) + "/endpoints/" + encode(endpointId);
        return calls.read(calls.patch(path, body), "endpoint", Endpoint.class);
    }

    @Override
    public List<Role> roles(String projectId, String branch) {
        return calls.readList(
                calls.get(branchPath(projectId, branch) + "/roles"),
                "roles",
                new TypeReference<>() {});
    }

    @Override
    public String revealPassword(String projectId, String branch, String role) {
        String path = branchPath(projectId, branch) + "/roles/" + encode(role);
        return calls.read(calls.get(path + "/reveal_password"), "password", String.class);
    }

    @Override
    public Role createRole(String projectId, String branch, String name) {
        ObjectNode body = object();
        body.putObject("role").put("name", name);
        String path = branchPath(projectId, branch) + "/roles";
        return calls.read(calls.post(path, body), "role", Role.class);
    }

    @Override
    public Role resetPassword(String projectId, String branch, String role) {
        String path = rolePath(projectId, branch, role) + "/reset_password";
        return calls.read(calls.post(path, object()), "role", Role.class);
    }

    @Override
    public Role deleteRole(String projectId, String branch, String role) {
        return calls.read(calls.delete(rolePath(projectId, branch, role)), "role", Role.class);
    }

    @Override
    public Database deleteDatabase(String projectId, String branch, String database) {
        String path = branchPath(projectId, branch) + "/databases/" + encode(database);
        return calls.read(calls.delete(path), "database", Database.class);
    }

    private String rolePath(String projectId, String branch, String role) {
        return branchPath(projectId, branch) + "/roles/" + encode(role);
    }

    @Override
    public List<Database> databases(String projectId, String branch) {
        return calls.readList(
                calls.get(branchPath(projectId, branch) + "/databases"),
                "databases",
                new TypeReference<>() {});
    }

    @Override
    public Database createDatabase(
            String projectId, String branch, String name, @Nullable String ownerName) {
        ObjectNode body = object();
        ObjectNode database = body.putObject("database").put("name", name);
        putIfGiven(database, "owner_name", ownerName);
        return calls.read(
                calls.post(branchPath(projectId, branch) + "/databases", body),
                "database",
                Database.class);
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId, String branch, @Nullable String database, @Nullable String role) {
        StringBuilder path =
                new StringBuilder(projectPath(projectId))
                        .append("/connection_uri?branch_id=")
                        .append(idOf(projectId, branch));
        if (database != null) {
            path.append("&database_name=").append(encode(database));
        }
        if (role != null) {
            path.append("&role_name=").append(encode(role));
        }
        return parsed(calls.read(calls.get(path.toString()), "uri", String.class));
    }

    @Override
    public QueryResult query(String projectId, String branch, QueryRequest request) {
        String path = "/cambium" + branchPath(projectId, branch) + "/query";
        return calls.read(
                calls.post(path, ApiJson.mapper().valueToTree(request)), QueryResult.class);
    }

    @Override
    public FoundMoment moment(String projectId, String branch, String at) {
        String path = "/cambium" + branchPath(projectId, branch) + "/moment?at=" + encode(at);
        return calls.read(calls.get(path), "moment", FoundMoment.class);
    }

    @Override
    public List<Operation> operations(String projectId) {
        return calls.readList(
                calls.get(projectPath(projectId) + "/operations"),
                "operations",
                new TypeReference<>() {});
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        return calls.readList(
                calls.get(
                        "/cambium%s/ticks?since=%s"
                                .formatted(projectPath(projectId), encode(since.toString()))),
                "ticks",
                new TypeReference<>() {});
    }

    @Override
    public BranchTimeline timeline(String projectId, String branch, TimelineQuery query) {
        StringBuilder path =
                new StringBuilder("/cambium")
                        .append(branchPath(projectId, branch))
                        .append("/timeline?slices=")
                        .append(query.slices());
        if (query.from() != null) {
            path.append("&from=").append(encode(query.from().toString()));
        }
        if (query.to() != null) {
            path.append("&to=").append(encode(query.to().toString()));
        }
        return calls.read(calls.get(path.toString()), "timeline", BranchTimeline.class);
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branch, LastMark kind) {
        String path = "/cambium" + branchPath(projectId, branch) + "/timeline/last/" + kind.word();
        return calls.read(calls.get(path), "mark", BranchTimeline.Mark.class);
    }

    @Override
    public List<Bookmark> bookmarks(String projectId, String branch) {
        return calls.readList(
                calls.get(bookmarksPath(projectId, branch)), "bookmarks", new TypeReference<>() {});
    }

    @Override
    public Bookmark createBookmark(
            String projectId, String branch, String name, @Nullable String moment) {
        ObjectNode body = object();
        ObjectNode bookmark = body.putObject("bookmark").put("name", name);
        putIfGiven(bookmark, "moment", moment);
        return calls.read(
                calls.post(bookmarksPath(projectId, branch), body), "bookmark", Bookmark.class);
    }

    @Override
    public Bookmark deleteBookmark(String projectId, String branch, String bookmark) {
        String path = bookmarksPath(projectId, branch) + "/" + encode(bookmark);
        return calls.read(calls.delete(path), "bookmark", Bookmark.class);
    }

    @Override
    public ImportReport importFiles(String projectId, String branch, ImportRequest request) {
        ObjectNode body = object();
        ArrayNode files = body.putArray("files");
        request.files().forEach(file -> files.add(file.toString()));
        putIfGiven(body, "database", request.database());
        String path = "/cambium" + branchPath(projectId, branch) + "/import";
        return calls.read(calls.postWithoutTimeout(path, body), ImportReport.class);
    }

    @Override
    public ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database) {
        String path = "/cambium" + branchPath(projectId, branch) + "/import";
        String query = database == null ? "" : "?database=" + encode(database);
        return calls.read(calls.post(path + query, sql, "application/sql"), ImportReport.class);
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        String path = "/cambium" + projectPath(projectId) + "/sample";
        return calls.read(
                calls.postWithoutTimeout(path, object().put("scale", scale)), ImportReport.class);
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost) {
        return new EventFollower(calls, "/cambium/events", onEvent, onLost);
    }

    @Override
    public void close() {
        calls.close();
    }

    private String bookmarksPath(String projectId, String branch) {
        return "/cambium" + branchPath(projectId, branch) + "/bookmarks";
    }

    private Endpoint endpointVerb(String projectId, String endpointId, String verb) {
        String path = projectPath(projectId) + "/endpoints/" + encode(endpointId) + "/" + verb;
        return calls.read(calls.post(path, object()), "endpoint", Endpoint.class);
    }

    private String idOf(String projectId, String branch) {
        return isId(branch) ? branch : named(projectId, branch).id();
    }

    private static boolean isId(String branch) {
        return BRANCH_ID.matcher(branch).matches();
    }

    private Branch named(String projectId, String name) {
        return branches(projectId).stream()
                .filter(branch -> branch.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "BRANCH_NOT_FOUND",
                                        "There is no branch \"%s\". `cambium branches list` shows those there are."
                                                .formatted(name)));
    }

    private String branchPath(String projectId, String branch) {
        return projectPath(projectId) + "/branches/" + encode(idOf(projectId, branch));
    }

    private static String projectPath(String projectId) {
        return "/projects/" + encode(projectId);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Neon has a field for each kind of moment, and none for the head. */
    private static void putMoment(ObjectNode branch, @Nullable String at) {
        if (at != null && !at.strip().equalsIgnoreCase("head")) {
            branch.put(at.indexOf('/') >= 0 ? "parent_lsn" : "parent_timestamp", at);
        }
    }

    private static void putIfGiven(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** Neon's call answers the bare string; its parts are read back from it. */
    private static ConnectionUri parsed(String uri) {
        URI parts = URI.create(uri);
        String userInfo = parts.getRawUserInfo() == null ? "" : parts.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String role = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        String path = parts.getRawPath() == null ? "" : parts.getRawPath();
        String host =
                parts.getPort() < 0 ? parts.getHost() : parts.getHost() + ":" + parts.getPort();
        return new ConnectionUri(
                uri,
                new ConnectionUri.Parameters(
                        decode(path.startsWith("/") ? path.substring(1) : path),
                        decode(password),
                        decode(role),
                        host,
                        host));
    }

    private static String decode(String value) {
        // A plus sign stands for itself here: only forms turn it into a blank.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
