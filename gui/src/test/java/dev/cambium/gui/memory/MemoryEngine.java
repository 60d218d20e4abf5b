package dev.cambium.gui.memory;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AccountCalls;
import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BookmarkCalls;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.DatabaseCalls;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.NightlyCalls;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.OwnCall;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.RoleCalls;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TransferCalls;

import org.jspecify.annotations.Nullable;

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

    final List<Project> projects = new ArrayList<>();
    final List<Project> deletedProjects = new ArrayList<>();
    final Map<String, Branch> branches = new LinkedHashMap<>();
    final List<Operation> operations = new ArrayList<>();
    final List<Tick> ticks = new ArrayList<>();
    private final Map<String, MemoryPast> pasts = new LinkedHashMap<>();
    final List<Bookmark> bookmarks = new ArrayList<>();
    private final List<Consumer<EngineEvent>> followers = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> mourners = new CopyOnWriteArrayList<>();
    private final MemoryLife life = new MemoryLife(this);
    private final MemoryAnonymize anonymize = new MemoryAnonymize(this);
    private final MemorySnapshots snapshots = new MemorySnapshots(this);
    private final MemorySchemas schemas = new MemorySchemas(this);
    private final MemoryRoles roles = new MemoryRoles(this);
    private final MemoryDatabases databases = new MemoryDatabases(this);
    private final MemoryEndpoints endpoints = new MemoryEndpoints(this);
    private @Nullable EngineException nextRefusal;
    private boolean gone;
    int counter;
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

    void alive() {
        if (gone) {
            throw new EngineException(0, "UNREACHABLE", "The engine at 127.0.0.1 does not answer.");
        }
    }

    void verb() {
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
                List.of(),
                Instant.EPOCH);
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
                        0,
                        "test",
                        86_400,
                        created,
                        created,
                        created,
                        created,
                        "me",
                        10_000_000_000L,
                        null,
                        new EndpointDefaults(300, Map.of()),
                        null,
                        null);
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
        branches.put(id, Records.with(branch, "createdBy", new Branch.Maker("alice", "")));
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

    public Branch find(String branch) {
        return branches.values().stream()
                .filter(each -> each.id().equals(branch) || each.name().equals(branch))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404, "BRANCH_NOT_FOUND", "There is no branch " + branch));
    }

    /** Leaves an operation on a branch running, as one that takes its time, and tells so far. */
    public synchronized String running(String action, Branch branch, boolean cancellable) {
        Instant now = Instant.now();
        String id = "op-" + ++counter;
        operations.add(
                new Operation(
                                id,
                                branch.projectId(),
                                branch.id(),
                                null,
                                action,
                                "running",
                                null,
                                0,
                                now,
                                now,
                                0)
                        .cancellable(cancellable));
        tell("operation.running", branch.projectId(), branch.id(), id, action, null);
        return id;
    }

    synchronized Operation cancelOperation(String id) {
        Operation found =
                operations.stream()
                        .filter(each -> each.id().equals(id) && each.cancellable())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                409,
                                                "OPERATION_NOT_CANCELLABLE",
                                                "This cannot be cancelled."));
        Operation ended =
                Records.with(
                        found.cancellable(false),
                        "status",
                        "failed",
                        "error",
                        "It was cancelled. Nothing was changed.");
        operations.set(operations.indexOf(found), ended);
        anonymize.operationCancelled(id);
        tell("operation.failed", found.projectId(), found.branchId(), id, "cancelled", null);
        return ended;
    }

    synchronized void finished(String action, Branch branch) {
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

    /** The past of a branch, which tests may add to; it begins when the branch does. */
    public synchronized MemoryPast past(String branch) {
        Branch found = find(branch);
        return pasts.computeIfAbsent(
                found.id(), key -> new MemoryPast(found.createdAt(), 0x1A2B3C8L));
    }

    public synchronized void putPast(String branchId, MemoryPast past) {
        pasts.put(branchId, past);
    }

    @Override
    public ProjectCalls projects() {
        return new MemoryProjects(this);
    }

    @Override
    public BranchCalls branches() {
        return new MemoryBranches(this);
    }

    @Override
    public LifeCalls life() {
        return life;
    }

    @Override
    public EndpointCalls endpoints() {
        return endpoints;
    }

    @Override
    public PastCalls past() {
        return new MemoryQuestions(this);
    }

    @Override
    public BookmarkCalls bookmarks() {
        return new MemoryBookmarks(this);
    }

    @Override
    public SnapshotCalls snapshots() {
        return snapshots;
    }

    @Override
    public RoleCalls roles() {
        return roles;
    }

    @Override
    public DatabaseCalls databases() {
        return databases;
    }

    @Override
    public NightlyCalls nightly() {
        throw new UnsupportedOperationException("the window plans no refreshes");
    }

    @Override
    public AccountCalls account() {
        throw new UnsupportedOperationException("the window asks for neither keys nor usage");
    }

    @Override
    public MemorySchemas schemas() {
        return schemas;
    }

    @Override
    public MemoryAnonymize anonymize() {
        return anonymize;
    }

    @Override
    public TransferCalls transfers() {
        throw new UnsupportedOperationException("the window imports nothing");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("the window stops no engine");
    }

    @Override
    public JsonNode call(String method, String path, JsonNode body) {
        throw new UnsupportedOperationException("the window makes no such call");
    }

    /** What is asked of this one is done at once: nothing is under way. */
    @Override
    public void withdraw(OwnCall call) {}

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
    public void close() {
        // The engine outlives those who talk to it.
    }
}
