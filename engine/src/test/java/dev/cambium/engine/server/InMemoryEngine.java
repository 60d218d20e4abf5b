package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.NullUnmarked;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An engine without Postgres: names, ids and lists are real, the data is only counted. */
@NullUnmarked
public final class InMemoryEngine implements EngineService {

    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    private final Map<String, Project> projects = new LinkedHashMap<>();
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final Map<String, List<Database>> databases = new LinkedHashMap<>();
    private final Map<String, Boolean> running = new LinkedHashMap<>();
    private final InMemoryPasts pasts = new InMemoryPasts(THEN);
    private final List<Operation> operations = new ArrayList<>();
    private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong ids = new AtomicLong(100);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<RuntimeException> nextFailure = Optional.empty();
    private volatile EndpointUpdate lastUpdate;
    private volatile List<String> imported = List.of();

    /** The next call of any verb throws this. */
    public void failNext(RuntimeException failure) {
        nextFailure = Optional.of(failure);
    }

    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    public boolean awaitStop(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the last import read: its files, or the SQL itself. */
    public List<String> imported() {
        return imported;
    }

    /** What an endpoint, or the endpoints of a project, were last told to change. */
    public EndpointUpdate lastUpdate() {
        return lastUpdate;
    }

    void updated(EndpointUpdate update) {
        lastUpdate = update;
    }

    synchronized void forget(String branchId, Database database) {
        databases.get(branchId).remove(database);
    }

    public int listenerCount() {
        return listeners.size();
    }

    public void publish(String kind, String branchId, String message, Double progress) {
        EngineEvent event =
                new EngineEvent(
                        sequence.incrementAndGet(),
                        Instant.now(),
                        kind,
                        null,
                        branchId,
                        null,
                        message,
                        progress);
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                ProcessHandle.current().pid(),
                "0.1.0",
                "/home",
                "",
                "18.6",
                "layers",
                "This is a test.",
                20_000,
                THEN);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public synchronized List<Project> projects() {
        failIfAsked();
        return List.copyOf(projects.values());
    }

    @Override
    public synchronized Project project(String projectId) {
        return Optional.ofNullable(projects.get(projectId))
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "PROJECT_NOT_FOUND",
                                        "There is no project " + projectId + "."));
    }

    @Override
    public synchronized Created.ProjectReply createProject(NewProject request) {
        failIfAsked();
        String id = "quiet-wood-" + ids.incrementAndGet();
        Project project = newProject(id, request.name() == null ? id : request.name());
        projects.put(id, project);
        Branch main =
                newBranch(id, null, request.branchName() == null ? "main" : request.branchName());
        branches.put(main.id(), main);
        running.put(main.id(), true);
        databases.put(main.id(), new ArrayList<>());
        String database = request.databaseName() == null ? "cambium" : request.databaseName();
        databases.get(main.id()).add(newDatabase(main.id(), database, "owner"));
        return new Created.ProjectReply(
                project,
                List.of(uri(main, database)),
                roles(id, main.id()),
                databases(id, main.id()),
                List.of(),
                main,
                endpointsOf(main));
    }

    @Override
    public synchronized Project updateProject(
            String projectId, String name, Long historyRetentionSeconds, Long historyMaxBytes) {
        project(projectId);
        Project changed = newProject(projectId, name == null ? "unchanged" : name);
        projects.put(projectId, changed);
        return changed;
    }

    @Override
    public synchronized Project deleteProject(String projectId) {
        Project gone = project(projectId);
        projects.remove(projectId);
        branches.values().removeIf(branch -> branch.projectId().equals(projectId));
        return gone;
    }

    @Override
    public synchronized List<Branch> branches(String projectId) {
        project(projectId);
        return branches.values().stream().filter(b -> b.projectId().equals(projectId)).toList();
    }

    @Override
    public synchronized Branch branch(String projectId, String branchId) {
        failIfAsked();
        project(projectId);
        return Optional.ofNullable(branches.get(branchId))
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "BRANCH_NOT_FOUND",
                                        "There is no branch " + branchId + "."));
    }

    @Override
    public synchronized Created.BranchReply createBranch(String projectId, NewBranch request) {
        failIfAsked();
        List<Branch> all = branches(projectId);
        if (all.stream().anyMatch(branch -> branch.name().equals(request.name()))) {
            throw new EngineException(
                    409,
                    "BRANCH_NAME_TAKEN",
                    "There is a branch \"" + request.name() + "\" already; choose another name.");
        }
        Branch parent =
                request.parent() == null ? all.getFirst() : branch(projectId, request.parent());
        String name = request.name() == null ? "branch-" + ids.get() : request.name();
        Branch made = newBranch(projectId, parent.id(), name);
        branches.put(made.id(), made);
        running.put(made.id(), request.compute());
        databases.put(made.id(), new ArrayList<>(databases.get(parent.id())));
        List<ConnectionUri> uris = request.compute() ? List.of(uri(made, "cambium")) : List.of();
        return new Created.BranchReply(
                made,
                request.compute() ? endpointsOf(made) : List.of(),
                List.of(),
                roles(projectId, made.id()),
                databases(projectId, made.id()),
                uris,
                InMemoryMoments.found(parent, request.at()));
    }

    @Override
    public synchronized Branch resetFromParent(String projectId, String branchId) {
        Branch branch = branch(projectId, branchId);
        operations.addFirst(operation(branch, "restore_branch"));
        publish("branch.reset", branchId, branch.name() + " was reset", null);
        return branch;
    }

    @Override
    public synchronized Branch deleteBranch(String projectId, String branchId) {
        Branch branch = branch(projectId, branchId);
        if (branch.isDefault()) {
            throw new EngineException(
                    400, "DEFAULT_BRANCH", "The default branch cannot be deleted.");
        }
        branches.remove(branchId);
        return branch;
    }

    @Override
    public EndpointService endpoints() {
        return new InMemoryEndpoints(this);
    }

    @Override
    public synchronized List<Endpoint> endpoints(String projectId) {
        return branches(projectId).stream().flatMap(b -> endpointsOf(b).stream()).toList();
    }

    @Override
    public synchronized Endpoint startEndpoint(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, true);
    }

    @Override
    public synchronized Endpoint suspendEndpoint(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, false);
    }

    @Override
    public synchronized List<Role> roles(String projectId, String branchId) {
        branch(projectId, branchId);
        return List.of(new Role(branchId, "owner", null, false, "password", THEN, THEN));
    }

    @Override
    public String revealPassword(String projectId, String branchId, String role) {
        branch(projectId, branchId);
        if (!role.equals("owner")) {
            throw new EngineException(404, "ROLE_NOT_FOUND", "There is no role " + role + ".");
        }
        return "secret0";
    }

    @Override
    public synchronized List<Database> databases(String projectId, String branchId) {
        branch(projectId, branchId);
        return List.copyOf(databases.get(branchId));
    }

    @Override
    public synchronized Database createDatabase(
            String projectId, String branchId, String name, String ownerName) {
        branch(projectId, branchId);
        Database made = newDatabase(branchId, name, ownerName == null ? "owner" : ownerName);
        databases.get(branchId).add(made);
        return made;
    }

    @Override
    public synchronized ConnectionUri connectionUri(
            String projectId, String branchId, String database, String role) {
        Branch branch =
                branchId == null ? branches(projectId).getFirst() : branch(projectId, branchId);
        return uri(branch, database == null ? "cambium" : database);
    }

    @Override
    public synchronized QueryResult query(String projectId, String branchId, QueryRequest request) {
        failIfAsked();
        return InMemoryMoments.query(branch(projectId, branchId), request);
    }

    @Override
    public synchronized FoundMoment moment(String projectId, String branchId, String at) {
        failIfAsked();
        return InMemoryMoments.found(branch(projectId, branchId), at);
    }

    @Override
    public synchronized List<Operation> operations(String projectId) {
        project(projectId);
        return List.copyOf(operations);
    }

    @Override
    public synchronized BranchTimeline timeline(
            String projectId, String branchId, TimelineQuery query) {
        return pasts.timeline(branch(projectId, branchId).id(), query);
    }

    @Override
    public synchronized BranchTimeline.Mark lastMark(
            String projectId, String branchId, LastMark kind) {
        return pasts.last(branch(projectId, branchId).id(), kind);
    }

    @Override
    public synchronized List<Bookmark> bookmarks(String projectId, String branchId) {
        return pasts.bookmarks(branch(projectId, branchId).id());
    }

    @Override
    public synchronized Bookmark createBookmark(
            String projectId, String branchId, String name, String moment) {
        return pasts.create(branch(projectId, branchId).id(), name, moment);
    }

    @Override
    public synchronized Bookmark deleteBookmark(
            String projectId, String branchId, String bookmark) {
        return pasts.delete(branch(projectId, branchId).id(), bookmark);
    }

    @Override
    public synchronized List<Tick> ticks(String projectId, Instant since) {
        return branches(projectId).stream()
                .map(b -> new Tick(b.id(), since.plusSeconds(1), "0/1", "created", 0, "made"))
                .toList();
    }

    @Override
    public ImportReport importFiles(String projectId, String branchId, ImportRequest request) {
        Branch branch = branch(projectId, branchId);
        imported = request.files().stream().map(Object::toString).toList();
        publish("operation.progress", branchId, "reading", 0.5);
        return report(branch, request.database(), 42);
    }

    @Override
    public ImportReport importStream(
            String projectId, String branchId, InputStream sql, String database) {
        Branch branch = branch(projectId, branchId);
        try {
            byte[] all = sql.readAllBytes();
            imported = List.of(new String(all, java.nio.charset.StandardCharsets.UTF_8));
            return report(branch, database, all.length);
        } catch (IOException e) {
            imported = List.of("broken off");
            throw new EngineException(400, "IMPORT_BROKEN_OFF", "The client went away.");
        }
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        return report(branches(projectId).getFirst(), "shop", 1000L * scale);
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void failIfAsked() {
        Optional<RuntimeException> failure = nextFailure;
        nextFailure = Optional.empty();
        failure.ifPresent(
                e -> {
                    throw e;
                });
    }

    private Endpoint endpointVerb(String projectId, String endpointId, boolean run) {
        Branch branch =
                branches(projectId).stream()
                        .filter(b -> endpointsOf(b).getFirst().id().equals(endpointId))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404, "ENDPOINT_NOT_FOUND", "There is none."));
        running.put(branch.id(), run);
        return endpointsOf(branch).getFirst();
    }

    private ImportReport report(Branch branch, String database, long bytes) {
        String name = database == null ? "cambium" : database;
        return new ImportReport(
                branch, 3, 7, bytes, 1500, List.of(name), List.of(uri(branch, name)));
    }

    private static ConnectionUri uri(Branch branch, String database) {
        String host = "localhost:" + branch.cambium().port();
        return new ConnectionUri(
                "postgresql://owner:secret0@%s/%s?sslmode=require"
                        .formatted(host, database.replace(" ", "%20")),
                new ConnectionUri.Parameters(database, "secret0", "owner", host, host));
    }

    private Database newDatabase(String branchId, String name, String owner) {
        return new Database(ids.incrementAndGet(), branchId, name, owner, THEN, THEN);
    }

    private Operation operation(Branch branch, String action) {
        return new Operation(
                "op-" + ids.incrementAndGet(),
                branch.projectId(),
                branch.id(),
                null,
                action,
                "finished",
                null,
                0,
                THEN,
                THEN,
                12);
    }

    private List<Endpoint> endpointsOf(Branch branch) {
        boolean active = running.getOrDefault(branch.id(), false);
        return List.of(
                new Endpoint(
                        "localhost:" + branch.cambium().port(),
                        branch.id().replaceFirst("br-", "ep-"),
                        branch.projectId(),
                        branch.id(),
                        0.25,
                        0.25,
                        "local",
                        "read_write",
                        active ? "active" : "idle",
                        null,
                        Map.of(),
                        false,
                        "transaction",
                        false,
                        false,
                        null,
                        "console",
                        THEN,
                        THEN,
                        null,
                        null,
                        "localhost",
                        300,
                        "k8s-neonvm"));
    }

    private Branch newBranch(String projectId, String parentId, String name) {
        long id = ids.incrementAndGet();
        return new Branch(
                "br-still-leaf-" + id,
                projectId,
                parentId,
                null,
                null,
                name,
                "ready",
                null,
                THEN,
                42_000_000L,
                "console",
                parentId == null,
                parentId == null,
                false,
                0,
                0,
                0,
                0,
                0,
                THEN,
                THEN,
                null,
                null,
                "parent-data",
                new Branch.Local(
                        "running", null, (int) (5400 + id), "0/1", 8192, 16 << 20, "t" + id));
    }

    private static Project newProject(String id, String name) {
        return new Project(
                id,
                "local",
                "local",
                name,
                "k8s-neonvm",
                18,
                "localhost",
                0,
                0,
                true,
                0,
                0,
                0,
                0,
                0,
                0,
                "console",
                86_400,
                THEN,
                THEN,
                THEN,
                THEN,
                "me");
    }
}
