package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
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
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.Happening;
import dev.cambium.engine.branch.ProjectSetup;
import dev.cambium.engine.branch.Refusal;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.CatalogException;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.ImportOutcome;
import dev.cambium.engine.transfer.ImportSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The engine of this process, as the API's resources ask for it. Thread-safe. */
public final class LocalEngine implements EngineService {

    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);

    private static final int TICKS_MAX = 10_000;

    private final EngineInfo info;
    private final BranchService branches;
    private final LocalEndpoints endpoints;
    private final BranchImport imports;
    private final Runnable stop;
    private final AtomicLong sequence = new AtomicLong();

    /**
     * @param info with an empty {@code apiUrl}
     * @param stop begins to stop the engine and returns at once
     */
    public LocalEngine(
            EngineInfo info, BranchService branches, BranchImport imports, Runnable stop) {
        this.info = info;
        this.branches = branches;
        this.endpoints = new LocalEndpoints(branches);
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
    public List<Project> projects() {
        return answer(() -> branches.projects().stream().map(Representations::project).toList());
    }

    @Override
    public Project project(String projectId) {
        return answer(() -> Representations.project(branches.project(projectId)));
    }

    @Override
    public Created.ProjectReply createProject(NewProject request) {
        return answer(
                () -> {
                    var project =
                            branches.createProject(
                                    new ProjectSetup(
                                            request.name(),
                                            request.branchName(),
                                            request.roleName(),
                                            request.databaseName(),
                                            null,
                                            null));
                    var branch = branches.defaultBranch(project.id());
                    return new Created.ProjectReply(
                            Representations.project(project),
                            uris(branch),
                            branches.contents().roles(branch).stream()
                                    .map(role -> Representations.role(branch.id(), role, true))
                                    .toList(),
                            databases(branch),
                            operationsOf(branch),
                            shown(branch),
                            List.of(endpoint(branch)));
                });
    }

    @Override
    public Project updateProject(
            String projectId,
            @Nullable String name,
            @Nullable Long historyRetentionSeconds,
            @Nullable Long historyMaxBytes) {
        return answer(
                () ->
                        Representations.project(
                                branches.updateProject(
                                        projectId,
                                        name,
                                        historyRetentionSeconds,
                                        historyMaxBytes)));
    }

    @Override
    public Project deleteProject(String projectId) {
        return answer(() -> Representations.project(branches.deleteProject(projectId)));
    }

    @Override
    public List<Branch> branches(String projectId) {
        return answer(() -> branches.branches(projectId).stream().map(this::shown).toList());
    }

    @Override
    public Branch branch(String projectId, String branchId) {
        return answer(() -> shown(branches.branch(projectId, branchId)));
    }

    @Override
    public Created.BranchReply createBranch(String projectId, NewBranch request) {
        return answer(
                () -> {
                    var created =
                            branches.createBranch(
                                    projectId,
                                    request.name(),
                                    request.parent(),
                                    MomentTexts.moment(request.at()),
                                    request.compute());
                    var branch = created.branch();
                    boolean compute = request.compute();
                    return new Created.BranchReply(
                            shown(branch),
                            compute ? List.of(endpoint(branch)) : List.of(),
                            operationsOf(branch),
                            roles(projectId, branch.id()),
                            databases(branch),
                            compute ? uris(branch) : List.of(),
                            MomentTexts.found(created.from()));
                });
    }

    @Override
    public Branch resetFromParent(String projectId, String branchId) {
        return answer(() -> shown(branches.resetFromParent(projectId, branchId)));
    }

    @Override
    public Branch deleteBranch(String projectId, String branchId) {
        return answer(
                () -> {
                    Branch before = shown(branches.branch(projectId, branchId));
                    branches.deleteBranch(projectId, branchId);
                    return before;
                });
    }

    @Override
    public EndpointService endpoints() {
        return endpoints;
    }

    @Override
    public List<Endpoint> endpoints(String projectId) {
        return answer(
                () ->
                        branches.branches(projectId).stream()
                                .filter(branch -> branch.state() == BranchState.READY)
                                .map(this::endpoint)
                                .toList());
    }

    @Override
    public Endpoint startEndpoint(String projectId, String endpointId) {
        return answer(
                () ->
                        endpoint(
                                branches.endpoints()
                                        .start(
                                                branches.endpoints()
                                                        .branchOf(projectId, endpointId))));
    }

    @Override
    public Endpoint suspendEndpoint(String projectId, String endpointId) {
        return answer(
                () ->
                        endpoint(
                                branches.endpoints()
                                        .suspend(
                                                branches.endpoints()
                                                        .branchOf(projectId, endpointId))));
    }

    @Override
    public List<Role> roles(String projectId, String branchId) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return branches.contents().roles(branch).stream()
                            .map(role -> Representations.role(branch.id(), role, false))
                            .toList();
                });
    }

    @Override
    public String revealPassword(String projectId, String branchId, String role) {
        return answer(() -> role(branches.branch(projectId, branchId), role).password());
    }

    @Override
    public List<Database> databases(String projectId, String branchId) {
        return answer(() -> databases(branches.branch(projectId, branchId)));
    }

    @Override
    public Database createDatabase(
            String projectId, String branchId, String name, @Nullable String ownerName) {
        return answer(
                () ->
                        Representations.database(
                                branches.contents()
                                        .createDatabase(
                                                branches.branch(projectId, branchId),
                                                name,
                                                ownerName)));
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId,
            @Nullable String branchId,
            @Nullable String database,
            @Nullable String role) {
        return answer(
                () -> {
                    var branch =
                            branchId == null
                                    ? branches.defaultBranch(branches.project(projectId).id())
                                    : branches.branch(projectId, branchId);
                    return Representations.connection(
                            branch,
                            database == null ? defaultDatabase(branch) : database,
                            role(branch, role));
                });
    }

    @Override
    public QueryResult query(String projectId, String branchId, QueryRequest request) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    String database = request.database();
                    String role = request.role();
                    return MomentTexts.result(
                            branches.query(
                                    branch,
                                    MomentTexts.moment(request.at()),
                                    MomentTexts.query(
                                            request,
                                            database == null ? defaultDatabase(branch) : database,
                                            role(branch, role).name())));
                });
    }

    @Override
    public FoundMoment moment(String projectId, String branchId, String at) {
        return answer(
                () ->
                        MomentTexts.found(
                                branches.moment(
                                        branches.branch(projectId, branchId),
                                        MomentTexts.moment(at))));
    }

    @Override
    public List<Operation> operations(String projectId) {
        return answer(
                () ->
                        branches.operations(projectId).stream()
                                .map(Representations::operation)
                                .toList());
    }

    @Override
    public BranchTimeline timeline(String projectId, String branchId, TimelineQuery query) {
        return answer(
                () ->
                        PastTexts.timeline(
                                branches.pasts()
                                        .of(
                                                branches.branch(projectId, branchId),
                                                query.from(),
                                                query.to(),
                                                query.slices())));
    }

    @Override
    public BranchTimeline.Mark lastMark(String projectId, String branchId, LastMark kind) {
        return answer(
                () ->
                        PastTexts.mark(
                                branches.pasts()
                                        .last(
                                                branches.branch(projectId, branchId),
                                                PastTexts.kind(kind))));
    }

    @Override
    public List<Bookmark> bookmarks(String projectId, String branchId) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return branches.bookmarks().of(branch).stream()
                            .map(bookmark -> PastTexts.bookmark(bookmark, branch))
                            .toList();
                });
    }

    @Override
    public Bookmark createBookmark(
            String projectId, String branchId, String name, @Nullable String moment) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return PastTexts.bookmark(
                            branches.bookmarks().create(branch, name, MomentTexts.moment(moment)),
                            branch);
                });
    }

    @Override
    public Bookmark deleteBookmark(String projectId, String branchId, String bookmark) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return PastTexts.bookmark(
                            branches.bookmarks().delete(branch, bookmark), branch);
                });
    }

    @Override
    public List<Tick> ticks(String projectId, Instant since) {
        return answer(
                () ->
                        branches
                                .journal(branches.project(projectId).id(), since, TICKS_MAX)
                                .stream()
                                .map(Representations::tick)
                                .flatMap(Optional::stream)
                                .toList());
    }

    @Override
    public ImportReport importFiles(String projectId, String branchId, ImportRequest request) {
        List<ImportSource> sources = request.files().stream().map(ImportSource::of).toList();
        return answer(() -> report(imports.run(projectId, branchId, sources, request.database())));
    }

    @Override
    public ImportReport importStream(
            String projectId, String branchId, InputStream sql, @Nullable String database) {
        List<ImportSource> sources = List.of(ImportSource.of("standard input", sql));
        return answer(() -> report(imports.run(projectId, branchId, sources, database)));
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        return answer(
                () ->
                        report(
                                imports.loadSample(
                                        projectId, branches.defaultBranch(projectId).id(), scale)));
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

    private ImportReport report(ImportOutcome outcome) {
        return new ImportReport(
                shown(outcome.branch()),
                outcome.statements(),
                outcome.rowsCopied(),
                outcome.bytesRead(),
                outcome.duration().toMillis(),
                outcome.databases(),
                outcome.databases().stream()
                        .map(
                                database ->
                                        Representations.connection(
                                                outcome.branch(),
                                                database,
                                                role(outcome.branch(), null)))
                        .toList());
    }

    private Branch shown(dev.cambium.engine.catalog.Branch branch) {
        return Representations.branch(branch, branches.condition(branch));
    }

    private Endpoint endpoint(dev.cambium.engine.catalog.Branch branch) {
        return endpoints.shown(branch);
    }

    private List<Database> databases(dev.cambium.engine.catalog.Branch branch) {
        return branches.contents().databases(branch).stream()
                .map(Representations::database)
                .toList();
    }

    /** The operations that the verb just done consists of. */
    private List<Operation> operationsOf(dev.cambium.engine.catalog.Branch branch) {
        return branches.operations(branch.projectId()).stream()
                .filter(operation -> branch.id().equals(operation.branchId()))
                .map(Representations::operation)
                .toList();
    }

    private List<ConnectionUri> uris(dev.cambium.engine.catalog.Branch branch) {
        return List.of(
                Representations.connection(branch, defaultDatabase(branch), role(branch, null)));
    }

    private String defaultDatabase(dev.cambium.engine.catalog.Branch branch) {
        List<String> names =
                branches.contents().databases(branch).stream()
                        .map(database -> database.name())
                        .toList();
        String preferred = branches.project(branch.projectId()).defaultDatabase();
        if (preferred != null && (names.isEmpty() || names.contains(preferred))) {
            return preferred;
        }
        return names.isEmpty() ? "postgres" : names.getFirst();
    }

    private dev.cambium.engine.catalog.Role role(
            dev.cambium.engine.catalog.Branch branch, @Nullable String name) {
        String wanted = name == null ? branches.project(branch.projectId()).roleName() : name;
        return branches.contents().roles(branch).stream()
                .filter(role -> role.name().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "ROLE_NOT_FOUND",
                                        "There is no role '%s' on this branch.".formatted(wanted)));
    }

    /** Does it, and puts refusals into the API's words. */
    static <T> T answer(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.FAILED) {
                LOG.error("A verb failed", refusal);
            }
            throw new EngineException(
                    status(refusal.kind()), refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (CatalogException e) {
            if (String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw new EngineException(
                        507,
                        "DISK_FULL",
                        "The disk is full, so this was not done. Free some space, then try again.");
            }
            throw e;
        }
    }

    private static int status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case BUSY -> 423;
            case UNAVAILABLE -> 503;
            case DISK_FULL -> 507;
            case FAILED -> 500;
        };
    }
}
