package dev.cambium.engine.server;

import dev.cambium.engine.api.AccountCalls;
import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.BookmarkCalls;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.DatabaseCalls;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.NightlyCalls;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.RoleCalls;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.TransferCalls;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.NightlyRefreshes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The engine of this process, as the API's resources ask for it. Thread-safe. */
public final class LocalEngine implements EngineService {

    private final EngineInfo info;
    private final BranchService branches;
    private final Shown shown;
    private final BranchImport imports;
    private final NightlyRefreshes nightly;
    private final ApiKeys keys;
    private final Runnable stop;
    private final KnownSchemas schemas = new KnownSchemas();
    private final Comparisons comparisons = new Comparisons();
    private final AtomicLong sequence = new AtomicLong();

    /**
     * @param info with an empty {@code apiUrl}
     * @param stop begins to stop the engine and returns at once
     */
    public LocalEngine(
            EngineInfo info,
            BranchService branches,
            BranchImport imports,
            NightlyRefreshes nightly,
            ApiKeys keys,
            Runnable stop) {
        this.info = info;
        this.nightly = nightly;
        this.keys = keys;
        this.branches = branches;
        this.shown = new Shown(branches);
        this.imports = imports;
        this.stop = stop;
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public void stop() {
        stop.run();
    }

    @Override
    public ProjectCalls projects() {
        return new LocalProjects(branches, shown);
    }

    @Override
    public BranchCalls branches() {
        return new LocalBranches(branches, shown);
    }

    @Override
    public LifeCalls life() {
        return new LocalLife(branches, shown);
    }

    @Override
    public EndpointCalls endpoints() {
        return new LocalEndpoints(branches, shown);
    }

    @Override
    public RoleCalls roles() {
        return new LocalRoles(branches, shown);
    }

    @Override
    public DatabaseCalls databases() {
        return new LocalDatabases(branches, shown);
    }

    @Override
    public PastCalls past() {
        return new LocalPast(branches, shown);
    }

    @Override
    public BookmarkCalls bookmarks() {
        return new LocalBookmarks(branches);
    }

    @Override
    public SnapshotCalls snapshots() {
        return new LocalSnapshots(branches, shown);
    }

    @Override
    public SchemaCalls schemas() {
        return new LocalSchemas(branches, schemas, comparisons);
    }

    @Override
    public AnonymizeCalls anonymize() {
        return new LocalAnonymize(branches, shown);
    }

    @Override
    public TransferCalls transfers() {
        return new LocalTransfers(imports, branches, shown);
    }

    @Override
    public NightlyCalls nightly() {
        return new LocalNightly(branches, nightly);
    }

    @Override
    public Map<String, Map<String, String>> words(List<String> branchIds) {
        return Answers.answer(() -> branches.words(branchIds));
    }

    @Override
    public AccountCalls account() {
        return new LocalAccount(keys, info.startedAt(), branches);
    }

    @Override
    public boolean acceptsKey(byte[] key) {
        return keys.accepts(key);
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> listener) {
        return branches.happenings().listen(happening -> listener.accept(event(happening)));
    }

    private EngineEvent event(Happening happening) {
        return new EngineEvent(
                sequence.incrementAndGet(),
                Instant.now(),
                happening.kind(),
                happening.projectId(),
                happening.branchId(),
                happening.operationId() == null ? null : happening.operationId().toString(),
                happening.message(),
                happening.progress());
    }
}
