package dev.cambium.engine.branch;

import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.MaskingRule;
import dev.cambium.engine.branch.anonymize.MaskingRuns;
import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.RolesAndDatabases;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.branch.creation.CreateBranch;
import dev.cambium.engine.branch.creation.CreateProject;
import dev.cambium.engine.branch.creation.CreateSchemaOnly;
import dev.cambium.engine.branch.creation.Template;
import dev.cambium.engine.branch.endpoint.BranchDestinations;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.endpoint.Endpoints;
import dev.cambium.engine.branch.endpoint.IdleTimeouts;
import dev.cambium.engine.branch.endpoint.IdleWatch;
import dev.cambium.engine.branch.endpoint.Ports;
import dev.cambium.engine.branch.endpoint.ReadOnlyEndpoints;
import dev.cambium.engine.branch.endpoint.Standbys;
import dev.cambium.engine.branch.endpoint.TravelDestinations;
import dev.cambium.engine.branch.history.Digests;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.HistoryKeeper;
import dev.cambium.engine.branch.history.HistorySettings;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.history.WalTicker;
import dev.cambium.engine.branch.life.Backups;
import dev.cambium.engine.branch.life.BranchLife;
import dev.cambium.engine.branch.life.DeleteBranch;
import dev.cambium.engine.branch.life.DeleteProject;
import dev.cambium.engine.branch.life.Expiries;
import dev.cambium.engine.branch.life.FillBranch;
import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.life.FlattenBranch;
import dev.cambium.engine.branch.life.Flattened;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.life.RecoverBranch;
import dev.cambium.engine.branch.life.ReplaceContent;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.life.ResetBranch;
import dev.cambium.engine.branch.life.RestoreBranch;
import dev.cambium.engine.branch.life.SetDefaultBranch;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.life.UpdateBranch;
import dev.cambium.engine.branch.moment.Bookmarks;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.moment.Pasts;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happenings;
import dev.cambium.engine.branch.operation.JournalSeed;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.branch.snapshot.CreateSnapshot;
import dev.cambium.engine.branch.snapshot.MaterialiseSnapshot;
import dev.cambium.engine.branch.snapshot.RestoreOnto;
import dev.cambium.engine.branch.snapshot.RestoreSnapshot;
import dev.cambium.engine.branch.snapshot.SnapshotLeases;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.branch.travel.Questions;
import dev.cambium.engine.branch.travel.Travel;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.gateway.Gateway;
import dev.cambium.engine.journal.JournalEntry;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * All that can be done to projects and branches, and asked of them.
 *
 * <p>Verbs return when what was asked is done and durable, and throw {@link Refusal} when it is
 * not. Projects and branches are named by id or name. Thread-safe.
 */
public final class BranchService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BranchService.class);

    /** As many as the API shows. */
    private static final int OPERATIONS_SHOWN = 200;

    private final EngineParts parts;
    private final Catalog catalog;
    private final Lookup lookup;
    private final OperationLog operations;
    private final RolesAndDatabases rolesAndDatabases;
    private final Computes computes;
    private final Conditions conditions;
    private final WalHeads heads;
    private final WalTicker ticker;
    private final History history;
    private final Moments moments;
    private final Digests digests;
    private final Pasts pasts;
    private final Bookmarks bookmarks;
    private final Travel travel;
    private final HistoryKeeper historyKeeper;
    private final Trash trash;
    private final Projects projects;
    private final Questions questions;
    private final CreateBranch createBranch;
    private final CreateSchemaOnly createSchemaOnly;
    private final Anonymizing anonymizing;
    private final FlattenBranch flattenBranch;
    private final BranchLife life;
    private final Expiries expiries;
    private final FillBranch fillBranch;
    private final Snapshots snapshots;
    private final Gateway gateway;
    private final Doors doors;
    private final IdleWatch idleWatch;
    private final Standbys standbys;
    private final Endpoints endpoints;
    private final ReadOnlyEndpoints readOnlyEndpoints;
    private final BranchContents contents;

    private BranchService(EngineParts parts, int homeHash) throws IOException {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.lookup = new Lookup(catalog);
        this.operations = new OperationLog(parts);
        this.rolesAndDatabases = new RolesAndDatabases(catalog, parts.clock());
        PortChooser ports = new PortChooser(homeHash);
        this.computes = new Computes(parts, rolesAndDatabases, ports);
        this.heads = new WalHeads(parts.volume(), parts.walFolders());
        this.ticker = new WalTicker(parts, computes, heads);
        Leases leases = new Leases(parts);
        this.history = new History(parts, computes, heads, leases);
        this.standbys = new Standbys(parts, computes, history);
        computes.tell(standbys);
        this.digests = new Digests(parts, computes);
        this.moments = new Moments(parts, history, heads, digests);
        this.pasts = new Pasts(parts, digests, moments);
        this.bookmarks = new Bookmarks(parts, moments);
        this.trash = new Trash(parts, leases);
        this.historyKeeper =
                new HistoryKeeper(
                        parts, computes, heads, leases, trash, HistorySettings.fromProperties());
        BranchLocks locks = new BranchLocks();
        this.travel = new Travel(parts, moments, rolesAndDatabases, ports);
        this.questions = new Questions(computes, moments, travel);
        this.gateway =
                new Gateway(
                        parts.computeFolders().certificate(),
                        new BranchDestinations(
                                catalog, computes, standbys, new TravelDestinations(travel)),
                        parts.listen());
        this.doors = new Doors(gateway, catalog, ports);
        this.idleWatch = new IdleWatch(parts, computes, standbys, doors, operations);
        this.endpoints =
                new Endpoints(
                        parts,
                        lookup,
                        computes,
                        doors,
                        new Ports(parts, locks, standbys, doors, ports),
                        operations);
        this.readOnlyEndpoints = new ReadOnlyEndpoints(parts, standbys, doors, ports, operations);
        this.contents = new BranchContents(parts, computes, standbys, rolesAndDatabases);
        this.conditions = new Conditions(parts, computes, locks, heads, moments, doors);
        PrivateCompute privateCompute = new PrivateCompute(parts, ports);
        BranchNews news = new BranchNews(parts);
        Forking forking = new Forking(parts, history);
        ReplaceContent replaceContent =
                new ReplaceContent(parts, operations, computes, new Backups(parts, ports), news);
        CreateProject createProject =
                new CreateProject(
                        parts,
                        operations,
                        new Template(parts),
                        history,
                        privateCompute,
                        rolesAndDatabases,
                        ports,
                        news);
        this.createBranch =
                new CreateBranch(parts, operations, locks, moments, forking, ports, news);
        this.createSchemaOnly =
                new CreateSchemaOnly(parts, operations, locks, moments, history, ports, news);
        this.anonymizing =
                new Anonymizing(
                        parts,
                        questions,
                        new MaskingRuns.Verbs(
                                operations,
                                locks,
                                moments,
                                history,
                                ports,
                                rolesAndDatabases,
                                privateCompute,
                                createSchemaOnly,
                                replaceContent));
        this.flattenBranch = new FlattenBranch(parts, operations, locks, news);
        DeleteBranch deleteBranch = new DeleteBranch(parts, operations, locks, computes, news);
        this.expiries = new Expiries(parts, deleteBranch, doors);
        this.life =
                new BranchLife(
                        catalog,
                        new BranchLife.Verbs(
                                new ResetBranch(parts, locks, forking, replaceContent),
                                new RestoreBranch(parts, locks, moments, forking, replaceContent),
                                new UpdateBranch(parts, operations, locks, news),
                                new SetDefaultBranch(parts, operations, locks),
                                deleteBranch,
                                new RecoverBranch(parts, operations, locks, trash, news),
                                new Undo(parts, operations, locks, computes, trash, doors, news)),
                        trash,
                        doors,
                        this::forget);
        SnapshotLeases snapshotLeases = new SnapshotLeases(parts, leases);
        this.snapshots =
                new Snapshots(
                        parts,
                        new CreateSnapshot(parts, operations, locks, moments),
                        new RestoreSnapshot(
                                parts, operations, locks, snapshotLeases, forking, ports, news),
                        new RestoreOnto(
                                parts, locks, computes, snapshotLeases, forking, replaceContent),
                        new MaterialiseSnapshot(
                                parts, operations, snapshotLeases, history, privateCompute),
                        trash,
                        exchanging());
        this.projects =
                new Projects(
                        parts,
                        createProject,
                        new DeleteProject(parts, operations, locks, computes),
                        snapshots,
                        computes,
                        doors);
        this.fillBranch =
                new FillBranch(
                        locks,
                        computes,
                        forking,
                        history,
                        privateCompute,
                        replaceContent,
                        operations,
                        rolesAndDatabases);
    }

    /**
     * Settles what an earlier engine left unfinished, then begins to serve. The computes that never
     * sleep start in the background.
     *
     * @param homeHash spreads the engines of several homes over the ports
     */
    public static BranchService open(EngineParts parts, Path lostAndFound, int homeHash)
            throws IOException {
        BranchService service = new BranchService(parts, homeHash);
        new Interrupted(parts, service.operations, lostAndFound).settle();
        service.anonymizing.runs().settle();
        new JournalSeed(parts).seedIfEmpty();
        service.trash.empty();
        service.ticker.start();
        service.digests.start();
        service.doors.openAll();
        service.idleWatch.start();
        service.startWanted();
        service.historyKeeper.start();
        service.expiries.start();
        service.snapshots.start();
        return service;
    }

    /** The projects, and what is done to them as a whole. */
    public Projects projects() {
        return projects;
    }

    public Project project(String project) {
        return lookup.project(project);
    }

    public List<Branch> branches(String projectId) {
        return catalog.branches(lookup.project(projectId).id());
    }

    public Branch branch(String projectId, String branch) {
        return lookup.branch(projectId, branch);
    }

    public Branch defaultBranch(String projectId) {
        return lookup.defaultBranch(projectId);
    }

    public BranchCondition condition(Branch branch) {
        return conditions.of(branch);
    }

    /**
     * Creates a branch with the content its parent has now, or had at another moment.
     *
     * @param parent null means the default branch
     * @param moment of the parent
     */
    public Branched createBranch(
            String projectId, @Nullable String parent, Moment moment, BranchWish wish) {
        Project project = lookup.project(projectId);
        Branch from = branchOrDefault(project, parent);
        return opened(createBranch.run(project, from, moment, wish));
    }

    /**
     * Creates a root branch with the schema that another branch has now, or had at another moment,
     * and none of its rows.
     *
     * @param source null means the default branch
     * @param moment of the source
     */
    public Branched createSchemaOnly(
            String projectId, @Nullable String source, Moment moment, BranchWish wish) {
        Project project = lookup.project(projectId);
        Branch from = branchOrDefault(project, source);
        return opened(createSchemaOnly.run(project, from, moment, wish));
    }

    private Branch branchOrDefault(Project project, @Nullable String branch) {
        return branch == null
                ? lookup.defaultBranch(project.id())
                : lookup.branch(project.id(), branch);
    }

    private Branched opened(Branched created) {
        doors.open(created.branch());
        if (created.branch().computeWanted()) {
            computes.start(created.branch());
        }
        return created;
    }

    /** What can be asked about personal data, and the rules for it. */
    public Anonymizing anonymizing() {
        return anonymizing;
    }

    /**
     * Creates a branch with masked rows of another one.
     *
     * @param source null means the default branch
     * @param moment of the source
     */
    public Branched createAnonymized(
            String projectId,
            @Nullable String source,
            Moment moment,
            BranchWish branch,
            MaskingRuns.Wish wish) {
        return opened(anonymizing.runs().create(projectId, source, moment, branch, wish));
    }

    /** As {@link #createAnonymized} without rows yet, and with rules of its own. */
    public Branched createToAnonymize(
            String projectId,
            @Nullable String source,
            Moment moment,
            BranchWish branch,
            List<MaskingRule> rules) {
        return opened(anonymizing.runs().createWaiting(projectId, source, moment, branch, rules));
    }

    /** Fills a branch that holds anonymized data anew, from what its source holds now. */
    public Branch anonymizeAgain(String projectId, String branch) {
        return life.replaced(anonymizing.runs().refresh(projectId, branch)).branch();
    }

    /** Cuts a branch free from its ancestors: it becomes a root that shares nothing with them. */
    public Flattened flatten(String projectId, String branch) {
        Branch found = lookup.branch(projectId, branch);
        Flattened flattened = flattenBranch.run(found);
        conditions.forget(Lookup.timelineOf(flattened.branch()));
        return flattened;
    }

    /** The verbs of a branch's life. */
    public BranchLife life() {
        return life;
    }

    /**
     * Loads data from outside into a branch, all or nothing.
     *
     * @param what for messages, for example {@code shop.sql}
     */
    public Branch fillBranch(String projectId, String branch, String what, Filling filling) {
        Project project = lookup.project(projectId);
        Branch found = lookup.branch(project.id(), branch);
        return filled(project, fillBranch.run(project, found, what, filling));
    }

    /** As {@link #fillBranch}; the branch goes on serving what it had until the end. */
    public Branch refreshBranch(String projectId, String branch, String what, Filling filling) {
        Project project = lookup.project(projectId);
        Branch found = lookup.branch(project.id(), branch);
        return filled(project, fillBranch.refresh(project, found, what, filling));
    }

    private Branch filled(Project project, Replaced replaced) {
        Branch filled = life.replaced(replaced).branch();
        projects.rememberDefaultDatabase(project, filled);
        return filled;
    }

    /** The computes of branches, and their settings. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** More addresses of branches, at which they can only be read. */
    public ReadOnlyEndpoints readOnlyEndpoints() {
        return readOnlyEndpoints;
    }

    /** Where any branch is reached as {@code dbname@branch}. */
    public int routerPort() {
        return doors.routerPort();
    }

    /** The roles and databases of branches. */
    public BranchContents contents() {
        return contents;
    }

    /** What can be asked of a branch as it was at a moment. */
    public Questions questions() {
        return questions;
    }

    /** Newest first. */
    public List<Operation> operations(String projectId) {
        return catalog.operations(lookup.project(projectId).id(), OPERATIONS_SHOWN);
    }

    /** What the journal says of a project since a moment, oldest first. */
    public List<JournalEntry> journal(String projectId, Instant since, int limit) {
        return parts.journal().read(since, projectId, limit);
    }

    /** What happened on branches. */
    public Pasts pasts() {
        return pasts;
    }

    /** Moments that are kept, whatever becomes of their branches. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** Names that users give to moments. */
    public Bookmarks bookmarks() {
        return bookmarks;
    }

    public Happenings happenings() {
        return parts.happenings();
    }

    /** Stops all computes cleanly. The parts are the caller's to close. */
    @Override
    public void close() {
        ticker.close();
        expiries.close();
        idleWatch.close();
        snapshots.stop();
        historyKeeper.close();
        anonymizing.runs().cancelAll();
        gateway.leaveAll();
        Set<String> running = computes.running().keySet();
        travel.close();
        standbys.close();
        computes.stopAll();
        digests.close();
        historyKeeper.restAll(running);
        gateway.close();
    }

    private Snapshots.Exchanging exchanging() {
        return new Snapshots.Exchanging() {
            @Override
            public void made(Branch branch) {
                doors.open(branch);
            }

            @Override
            public void replaced(Replaced replaced) {
                Outcome _ = life.replaced(replaced);
            }

            @Override
            public void delete(Branch branch) {
                Outcome _ = life.delete(branch.projectId(), branch.id(), Orphans.KEEP);
            }
        };
    }

    /** A timeline that a branch left is neither followed nor measured for it any more. */
    private void forget(TimelineId timeline) {
        heads.forget(timeline);
        conditions.forget(timeline);
    }

    private void startWanted() {
        List<Branch> wanted =
                catalog.allBranches().stream()
                        .filter(Branch::computeWanted)
                        .filter(branch -> IdleTimeouts.of(catalog, branch).suspend() == null)
                        .toList();
        Thread.ofVirtual()
                .name("starting wanted computes")
                .start(
                        () -> {
                            try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
                                wanted.forEach(branch -> executor.execute(() -> tryStart(branch)));
                            }
                        });
    }

    private void tryStart(Branch branch) {
        try {
            computes.start(branch);
        } catch (RuntimeException e) {
            log.warn("Branch {} is not served: {}", branch.name(), e.getMessage());
        }
    }
}
