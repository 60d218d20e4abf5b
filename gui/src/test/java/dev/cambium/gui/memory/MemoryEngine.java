package dev.cambium.gui.memory;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineClient;
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

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An engine in memory that keeps the contract: branches with parents, computes that start and stop,
 * operations, events, refusals. It can be made to refuse the next verb or to go away.
 */
public final class MemoryEngine implements EngineClient {

    private final List<Project> projects = new ArrayList<>();
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final MemoryTimelines timelines = new MemoryTimelines();
    private final List<Consumer<EngineEvent>> followers = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> mourners = new CopyOnWriteArrayList<>();
    private @Nullable EngineException nextRefusal;
    private boolean gone;
    private int counter;
    private long sequence;

    /** The next verb (not a question) fails with this sentence. */
    public synchronized void refuseNext(String sentence) {
        nextRefusal = new EngineException(409, "REFUSED", sentence);
    }

    /** From now on nothing is answered, as when the process was killed. */
    public void goAway() {
        synchronized (this) {
            gone = true;
        }
        mourners.forEach(each -> each.accept("The engine does not answer any more."));
        followers.clear();
        mourners.clear();
    }

    public synchronized void comeBack() {
        gone = false;
    }

    private void alive() {
        if (gone) {
            throw new EngineException(0, "UNREACHABLE", "The engine at 127.0.0.1 does not answer.");
        }
    }

    private void verb() {
        alive();
        EngineException refusal = nextRefusal;
        nextRefusal = null;
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public synchronized EngineInfo info() {
        alive();
        return new EngineInfo(
                1,
                "0.1.0",
                "/home",
                "http://127.0.0.1:1/api/v2",
                "18.6",
                "layers",
                "FUSE is there.",
                20_000,
                Instant.EPOCH);
    }

    @Override
    public synchronized List<Project> projects() {
        alive();
        return List.copyOf(projects);
    }

    @Override
    public synchronized Project project(String project) {
        alive();
        return projects.stream()
                .filter(each -> each.id().equals(project) || each.name().equals(project))
                .findFirst()
                .orElseThrow(
                        () -> new EngineException(404, "PROJECT_NOT_FOUND", "No such project."));
    }

    @Override
    public Created.ProjectReply createProject(NewProject request) {
        Project project;
        Branch main;
        synchronized (this) {
            verb();
            project = addProject(String.valueOf(request.name()), Instant.now());
            main = addBranch(project.id(), "main", null, Instant.now(), "running");
        }
        tell("project.created", project.id(), main.id(), null, "Project created", null);
        return new Created.ProjectReply(
                project, List.of(), List.of(), List.of(), List.of(), main, List.of());
    }

    public synchronized Project addProject(String name, Instant created) {
        Project project =
                new Project(
                        "project-" + ++counter,
                        "local",
                        "local",
                        name,
                        "local",
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
                        "test",
                        86_400,
                        created,
                        created,
                        created,
                        created,
                        "me");
        projects.add(project);
        return project;
    }

    public synchronized Branch addBranch(
            String projectId,
            String name,
            @Nullable String parentId,
            Instant created,
            String state) {
        String id = "br-" + ++counter;
        boolean root = parentId == null;
        Branch branch =
                new Branch(
                        id,
                        projectId,
                        parentId,
                        root ? null : "0/4F3A2C8",
                        root ? null : created,
                        name,
                        "ready",
                        null,
                        created,
                        2_254_857_830L,
                        "test",
                        root,
                        root,
                        root,
                        0,
                        0,
                        0,
                        0,
                        0,
                        created,
                        created,
                        null,
                        null,
                        "parent-data",
                        new Branch.Local(
                                state,
                                null,
                                54_000 + counter,
                                "0/5A1F9E10",
                                192_937_984L,
                                50_331_648L,
                                "tl-" + counter));
        branches.put(id, branch);
        ticks.add(new Tick(id, created, "0/4F3A2C8", "created", 0, "Created"));
        return branch;
    }

    public synchronized void addTick(Tick tick) {
        ticks.add(tick);
        ticks.sort(java.util.Comparator.comparing(Tick::time));
    }

    public synchronized void addOperation(Operation operation) {
        operations.add(operation);
    }

    /** Replaces a branch by a changed one. */
    public synchronized void change(String branch, UnaryOperator<Branch> change) {
        Branch before = find(branch);
        branches.put(before.id(), change.apply(before));
    }

    @Override
    public Project deleteProject(String projectId) {
        throw new UnsupportedOperationException("the window deletes no projects");
    }

    @Override
    public synchronized List<Branch> branches(String projectId) {
        alive();
        return branches.values().stream()
                .filter(each -> each.projectId().equals(projectId))
                .toList();
    }

    @Override
    public synchronized Branch branch(String projectId, String branch) {
        alive();
        return find(branch);
    }

    private Branch find(String branch) {
        return branches.values().stream()
                .filter(each -> each.id().equals(branch) || each.name().equals(branch))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404, "BRANCH_NOT_FOUND", "There is no branch " + branch));
    }

    @Override
    public Created.BranchReply createBranch(String projectId, NewBranch request) {
        Branch made;
        synchronized (this) {
            verb();
            Branch parent = find(String.valueOf(request.parent()));
            made =
                    addBranch(
                            projectId,
                            String.valueOf(request.name()),
                            parent.id(),
                            Instant.now(),
                            request.compute() ? "running" : "asleep");
        }
        finished("create_branch", made);
        tell("branch.created", projectId, made.id(), null, "Branch created", null);
        return new Created.BranchReply(made, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public Branch resetFromParent(String projectId, String branch) {
        Branch reset;
        synchronized (this) {
            verb();
            change(branch, before -> Samples.reset(before, Instant.now()));
            reset = find(branch);
        }
        finished("reset_branch", reset);
        tell("branch.reset", projectId, reset.id(), null, "Branch reset", null);
        return reset;
    }

    @Override
    public Branch deleteBranch(String projectId, String branch) {
        Branch deleted;
        synchronized (this) {
            verb();
            deleted = find(branch);
            String id = deleted.id();
            if (branches.values().stream().anyMatch(each -> id.equals(each.parentId()))) {
                throw new EngineException(
                        409, "HAS_CHILDREN", "The branch has children; delete those first.");
            }
            branches.remove(id);
        }
        finished("delete_timeline", deleted);
        tell("branch.deleted", projectId, deleted.id(), null, "Branch deleted", null);
        return deleted;
    }

    @Override
    public synchronized List<Endpoint> endpoints(String projectId, String branch) {
        alive();
        return List.of(endpoint(find(branch)));
    }

    private static Endpoint endpoint(Branch branch) {
        Instant at = branch.createdAt();
        return new Endpoint(
                "localhost:" + branch.cambium().port(),
                "ep-" + branch.id(),
                branch.projectId(),
                branch.id(),
                1,
                1,
                "local",
                "read_write",
                "active",
                null,
                Map.of(),
                false,
                "transaction",
                false,
                false,
                null,
                "test",
                at,
                at,
                null,
                null,
                "localhost",
                300,
                "local");
    }

    @Override
    public Endpoint startEndpoint(String projectId, String endpointId) {
        return compute(projectId, endpointId, "running", "start_compute");
    }

    @Override
    public Endpoint suspendEndpoint(String projectId, String endpointId) {
        return compute(projectId, endpointId, "asleep", "suspend_compute");
    }

    @Override
    public Endpoint restartEndpoint(String projectId, String endpointId) {
        return compute(projectId, endpointId, "running", "restart_compute");
    }

    @Override
    public Endpoint updateEndpoint(String projectId, String endpointId, EndpointUpdate update) {
        throw new UnsupportedOperationException("the window sets nothing for endpoints");
    }

    @Override
    public Role createRole(String projectId, String branch, String name) {
        throw new UnsupportedOperationException("the window makes no roles");
    }

    @Override
    public Role resetPassword(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window resets no passwords");
    }

    @Override
    public Role deleteRole(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window deletes no roles");
    }

    @Override
    public Database deleteDatabase(String projectId, String branch, String database) {
        throw new UnsupportedOperationException("the window deletes no databases");
    }

    private Endpoint compute(String projectId, String endpointId, String state, String action) {
        Branch after;
        synchronized (this) {
            verb();
            String id = endpointId.substring("ep-".length());
            change(id, before -> Samples.withState(before, state, null));
            after = find(id);
        }
        finished(action, after);
        tell("compute." + state, projectId, after.id(), null, "Compute " + state, null);
        return endpoint(after);
    }

    private synchronized void finished(String action, Branch branch) {
        Instant now = Instant.now();
        operations.add(
                new Operation(
                        "op-" + ++counter,
                        branch.projectId(),
                        branch.id(),
                        null,
                        action,
                        "finished",
                        null,
                        0,
                        now,
                        now,
                        42));
    }

    @Override
    public List<Role> roles(String projectId, String branch) {
        return List.of();
    }

    @Override
    public synchronized List<Database> databases(String projectId, String branch) {
        alive();
        Branch found = find(branch);
        return List.of(
                new Database(1, found.id(), "shop", "shop", found.createdAt(), found.createdAt()));
    }

    @Override
    public Database createDatabase(
            String projectId, String branch, String name, @Nullable String ownerName) {
        throw new UnsupportedOperationException("the window makes no databases");
    }

    @Override
    public synchronized ConnectionUri connectionUri(
            String projectId, String branch, @Nullable String database, @Nullable String role) {
        alive();
        int port = find(branch).cambium().port();
        return new ConnectionUri(
                "postgres://shop:s3cret-word@127.0.0.1:" + port + "/shop?sslmode=require",
                new ConnectionUri.Parameters(
                        "shop", "s3cret-word", "shop", "127.0.0.1:" + port, ""));
    }

    /** Answers with the statement itself. */
    @Override
    public synchronized QueryResult query(String projectId, String branch, QueryRequest request) {
        alive();
        String at = request.at();
        return new QueryResult(
                moment(projectId, branch, at == null ? "head" : at),
                List.of(new QueryResult.Column("sql", "text")),
                List.of(List.of(request.sql())),
                null,
                1);
    }

    /** Any text is a moment here; one that is no time stands for now. */
    @Override
    public synchronized FoundMoment moment(String projectId, String branch, String at) {
        alive();
        Branch found = find(branch);
        boolean isTime = at.endsWith("Z");
        return new FoundMoment(
                found.name(),
                at,
                at.contains("/") ? at : "0/1000000",
                isTime ? Instant.parse(at) : Instant.now(),
                null,
                0,
                found.name() + " as it was at " + at + ".");
    }

    @Override
    public synchronized List<Operation> operations(String projectId) {
        alive();
        return List.copyOf(operations);
    }

    @Override
    public synchronized List<Tick> ticks(String projectId, Instant since) {
        alive();
        return ticks.stream().filter(tick -> !tick.time().isBefore(since)).limit(10_000).toList();
    }

    /** The pasts of branches, and their bookmarks. */
    public MemoryTimelines timelines() {
        return timelines;
    }

    @Override
    public synchronized BranchTimeline timeline(
            String projectId, String branch, TimelineQuery query) {
        alive();
        return timelines.of(find(branch).id(), query);
    }

    @Override
    public synchronized BranchTimeline.Mark lastMark(
            String projectId, String branch, LastMark kind) {
        alive();
        return timelines.last(find(branch).id(), kind);
    }

    @Override
    public synchronized List<Bookmark> bookmarks(String projectId, String branch) {
        alive();
        return timelines.bookmarks(find(branch).id());
    }

    @Override
    public synchronized Bookmark createBookmark(
            String projectId, String branch, String name, @Nullable String moment) {
        alive();
        return timelines.create(find(branch).id(), name, moment);
    }

    @Override
    public synchronized Bookmark deleteBookmark(String projectId, String branch, String bookmark) {
        alive();
        return timelines.delete(find(branch).id(), bookmark);
    }

    @Override
    public ImportReport importFiles(String projectId, String branch, ImportRequest request) {
        throw new UnsupportedOperationException("the window imports nothing");
    }

    @Override
    public ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database) {
        throw new UnsupportedOperationException("the window imports nothing");
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost) {
        followers.add(onEvent);
        mourners.add(onLost);
        return () -> {
            followers.remove(onEvent);
            mourners.remove(onLost);
        };
    }

    /** Tells all who follow. */
    public void tell(
            String kind,
            @Nullable String projectId,
            @Nullable String branchId,
            @Nullable String operationId,
            String message,
            @Nullable Double progress) {
        EngineEvent event =
                new EngineEvent(
                        ++sequence,
                        Instant.now(),
                        kind,
                        projectId,
                        branchId,
                        operationId,
                        message,
                        progress);
        followers.forEach(each -> each.accept(event));
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        throw new UnsupportedOperationException("the window loads no sample");
    }

    @Override
    public String revealPassword(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window reveals whole strings");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("the window stops no engine");
    }

    @Override
    public void close() {
        // The engine outlives those who talk to it.
    }
}
