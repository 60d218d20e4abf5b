package dev.cambium.engine.branch;

import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.MaskingRule;
import dev.cambium.engine.branch.anonymize.MaskingRuns;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.branch.endpoint.Endpoints;
import dev.cambium.engine.branch.endpoint.IdleTimeouts;
import dev.cambium.engine.branch.endpoint.ReadOnlyEndpoints;
import dev.cambium.engine.branch.life.BranchLife;
import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.life.Flattened;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.moment.Bookmarks;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Pasts;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happenings;
import dev.cambium.engine.branch.operation.JournalSeed;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.branch.travel.Questions;
import dev.cambium.engine.branch.usage.UsageBook;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchAnnotation;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.journal.JournalEntry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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

    private final BranchParts made;

    private BranchService(BranchParts made) {
        this.made = made;
    }

    /**
     * Settles what an earlier engine left unfinished, then begins to serve. The computes that never
     * sleep start in the background.
     *
     * @param homeHash spreads the engines of several homes over the ports
     */
    public static BranchService open(EngineParts parts, Path lostAndFound, int homeHash)
            throws IOException {
        BranchParts made = new BranchParts(parts, homeHash);
        new Interrupted(parts, made.operations, lostAndFound).settle();
        made.anonymizing.runs().settle();
        new JournalSeed(parts).seedIfEmpty();
        made.trash.empty();
        made.ticker.start();
        made.digests.start();
        made.doors.openAll();
        made.idleWatch.start();
        BranchService service = new BranchService(made);
        service.startWanted();
        made.historyKeeper.start();
        made.expiries.start();
        made.snapshots.start();
        made.usage.start();
        return service;
    }

    /** The projects, and what is done to them as a whole. */
    public Projects projects() {
        return made.projects;
    }

    public Project project(String project) {
        return made.lookup.project(project);
    }

    public List<Branch> branches(String projectId) {
        return made.catalog.branches(made.lookup.project(projectId).id());
    }

    /** The branches of a project whose name or id contains a text. */
    public List<Branch> branchesWith(String projectId, String part) {
        return made.catalog.branchesWith(made.lookup.project(projectId).id(), part);
    }

    /**
     * The words put to some branches when they were made.
     *
     * @return by the branch's id; one without words is left out
     */
    public Map<String, Map<String, String>> words(List<String> branchIds) {
        return made.catalog.annotations(branchIds).stream()
                .collect(Collectors.toMap(BranchAnnotation::branchId, BranchAnnotation::words));
    }

    public Branch branch(String projectId, String branch) {
        return made.lookup.branch(projectId, branch);
    }

    public Branch defaultBranch(String projectId) {
        return made.lookup.defaultBranch(projectId);
    }

    public BranchCondition condition(Branch branch) {
        return made.conditions.of(branch);
    }

    /** How each of some branches is, in their order; cheaper than asking one by one. */
    public List<BranchCondition> conditions(List<Branch> some) {
        return made.conditions.of(some);
    }

    /**
     * Creates a branch with the content its parent has now, or had at another moment. A compute
     * that was asked for runs when this returns, or starts: who connects waits for it. From the
     * past, where a first start can take longer than clients wait, it runs.
     *
     * @param parent null means the default branch
     * @param moment of the parent
     */
    public Branched createBranch(
            String projectId, @Nullable String parent, Moment moment, BranchWish wish) {
        Project project = made.lookup.project(projectId);
        Branch from = branchOrDefault(project, parent);
        Branched created = made.createBranch.run(project, from, moment, wish);
        return moment.equals(Moment.HEAD)
                ? opened(created, made.computes::startSoon)
                : opened(created);
    }

    /**
     * Creates a root branch with the schema that another branch has now, or had at another moment,
     * and none of its rows. A compute that was asked for starts when this returns.
     *
     * @param source null means the default branch
     * @param moment of the source
     */
    public Branched createSchemaOnly(
            String projectId, @Nullable String source, Moment moment, BranchWish wish) {
        Project project = made.lookup.project(projectId);
        Branch from = branchOrDefault(project, source);
        return opened(
                made.createSchemaOnly.run(project, from, moment, wish), made.computes::startSoon);
    }

    private Branch branchOrDefault(Project project, @Nullable String branch) {
        return branch == null
                ? made.lookup.defaultBranch(project.id())
                : made.lookup.branch(project.id(), branch);
    }

    private Branched opened(Branched created) {
        return opened(created, made.computes::start);
    }

    private Branched opened(Branched created, Consumer<Branch> start) {
        made.doors.open(created.branch());
        if (created.branch().computeWanted()) {
            start.accept(created.branch());
        }
        return created;
    }

    /** What can be asked about personal data, and the rules for it. */
    public Anonymizing anonymizing() {
        return made.anonymizing;
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
        return opened(made.anonymizing.runs().create(projectId, source, moment, branch, wish));
    }

    /** As {@link #createAnonymized} without rows yet, and with rules of its own. */
    public Branched createToAnonymize(
            String projectId,
            @Nullable String source,
            Moment moment,
            BranchWish branch,
            List<MaskingRule> rules) {
        return opened(
                made.anonymizing.runs().createWaiting(projectId, source, moment, branch, rules));
    }

    /** Fills a branch that holds anonymized data anew, from what its source holds now. */
    public Branch anonymizeAgain(String projectId, String branch) {
        return made.life.replaced(made.anonymizing.runs().refresh(projectId, branch)).branch();
    }

    /** Cuts a branch free from its ancestors: it becomes a root that shares nothing with them. */
    public Flattened flatten(String projectId, String branch) {
        Branch found = made.lookup.branch(projectId, branch);
        try {
            return made.flattenBranch.run(found);
        } finally {
            // Also when it was cancelled behind its last chunk: then its blocks are copied.
            made.conditions.forget(Lookup.timelineOf(found));
        }
    }

    /** The verbs of a branch's life. */
    public BranchLife life() {
        return made.life;
    }

    /**
     * Loads data from outside into a branch, all or nothing.
     *
     * @param what for messages, for example {@code shop.sql}
     */
    public Branch fillBranch(String projectId, String branch, String what, Filling filling) {
        Project project = made.lookup.project(projectId);
        Branch found = made.lookup.branch(project.id(), branch);
        return filled(project, made.fillBranch.run(project, found, what, filling));
    }

    /** As {@link #fillBranch}; the branch goes on serving what it had until the end. */
    public Branch refreshBranch(String projectId, String branch, String what, Filling filling) {
        Project project = made.lookup.project(projectId);
        Branch found = made.lookup.branch(project.id(), branch);
        return filled(project, made.fillBranch.refresh(project, found, what, filling));
    }

    private Branch filled(Project project, Replaced replaced) {
        Branch filled = made.life.replaced(replaced).branch();
        made.projects.rememberDefaultDatabase(project, filled);
        return filled;
    }

    /** The computes of branches, and their settings. */
    public Endpoints endpoints() {
        return made.endpoints;
    }

    /** More addresses of branches, at which they can only be read. */
    public ReadOnlyEndpoints readOnlyEndpoints() {
        return made.readOnlyEndpoints;
    }

    /** Where any branch is reached as {@code dbname@branch}. */
    public int routerPort() {
        return made.doors.routerPort();
    }

    /** The roles and databases of branches. */
    public BranchContents contents() {
        return made.contents;
    }

    /** What can be asked of a branch as it was at a moment. */
    public Questions questions() {
        return made.questions;
    }

    /** Newest first. */
    public List<Operation> operations(String projectId) {
        return made.catalog
                .operations()
                .newest(made.lookup.project(projectId).id(), OPERATIONS_SHOWN);
    }

    /** Those of a branch since it was made, newest first. */
    public List<Operation> operations(Branch branch) {
        return made.catalog.operations().of(branch);
    }

    /** Whether {@link #cancel} would end an operation now. */
    public boolean isCancellable(Operation operation) {
        return made.operations.isCancellable(operation);
    }

    /**
     * Makes sure that an operation comes to nothing; it has failed soon after this returns.
     *
     * @throws Refusal if there is none, it has ended, or cannot be cancelled
     */
    public Operation cancel(String projectId, String operationId) {
        Operation found =
                operations(projectId).stream()
                        .filter(one -> one.id().toString().equals(operationId))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                Refusal.Kind.NOT_FOUND,
                                                "OPERATION_NOT_FOUND",
                                                "There is no operation '%s' in this project; the newest ones are kept."
                                                        .formatted(operationId)));
        made.operations.cancel(found);
        return found;
    }

    /** What the journal says of a project since a moment, oldest first. */
    public List<JournalEntry> journal(String projectId, Instant since, int limit) {
        return made.parts.journal().read(since, projectId, limit);
    }

    /** What happened on branches. */
    public Pasts pasts() {
        return made.pasts;
    }

    /** Moments that are kept, whatever becomes of their branches. */
    public Snapshots snapshots() {
        return made.snapshots;
    }

    /** What branches used. */
    public UsageBook usage() {
        return made.usage.book();
    }

    /** Names that users give to moments. */
    public Bookmarks bookmarks() {
        return made.bookmarks;
    }

    public Happenings happenings() {
        return made.parts.happenings();
    }

    /** Stops all computes cleanly. The parts are the caller's to close. */
    @Override
    public void close() {
        made.projects.close();
        made.usage.close();
        made.ticker.close();
        made.expiries.close();
        made.idleWatch.close();
        made.snapshots.stop();
        made.historyKeeper.close();
        made.anonymizing.runs().cancelAll();
        made.gateway.leaveAll();
        Set<String> running = made.computes.running().keySet();
        made.travel.close();
        made.standbys.close();
        made.computes.stopAll();
        made.cleanup.close();
        made.digests.close();
        made.historyKeeper.restAll(running);
        made.gateway.close();
    }

    private void startWanted() {
        List<Branch> wanted =
                made.catalog.allBranches().stream()
                        .filter(Branch::computeWanted)
                        .filter(branch -> IdleTimeouts.of(made.catalog, branch).suspend() == null)
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
            made.computes.start(branch);
        } catch (RuntimeException e) {
            log.warn("Branch {} is not served: {}", branch.name(), e.getMessage());
        }
    }
}
