package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.ServerDatabases;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings data from outside into a branch, all or nothing: it is loaded into a fork that nobody
 * sees, which takes the branch's place when it is whole. The branch sleeps meanwhile, so that no
 * write to it can get lost in the exchange; when it is refreshed it serves on.
 */
public final class FillBranch {

    /** What was filled for long does not give way to a verb that holds the branch for a moment. */
    private static final Duration ENTRY_PATIENCE = Duration.ofSeconds(60);

    private final BranchLocks locks;
    private final Computes computes;
    private final Forking forking;
    private final History history;
    private final PrivateCompute privateCompute;
    private final ReplaceContent replaceContent;
    private final OperationLog operations;
    private final ServerDatabases databases;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    public FillBranch(
            BranchLocks locks,
            Computes computes,
            Forking forking,
            History history,
            PrivateCompute privateCompute,
            ReplaceContent replaceContent,
            OperationLog operations,
            ServerDatabases databases) {
        this.locks = locks;
        this.computes = computes;
        this.forking = forking;
        this.history = history;
        this.privateCompute = privateCompute;
        this.replaceContent = replaceContent;
        this.operations = operations;
        this.databases = databases;
    }

    /**
     * @param what for messages, for example {@code shop.sql}
     */
    public Replaced run(Project project, Branch branch, String what, Filling filling) {
        Replacement plan = plan(branch, what);
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "imported into");
                Holds.Hold asleep = computes.hold(branch.id())) {
            return fill(project, branch, plan, filling);
        }
    }

    /**
     * As {@link #run}, for content that comes from elsewhere as a whole: the branch serves what it
     * had until then, and what is written to it meanwhile stays with that. It can be used and
     * changed meanwhile, too; when it was given other content, that stays and this is refused.
     */
    public Replaced refresh(Project project, Branch branch, String what, Filling filling) {
        if (!refreshing.add(branch.id())) {
            throw new Refusal(
                    Kind.BUSY,
                    "BRANCH_BUSY",
                    "Branch '%s' is being refreshed at this moment. Try again when that is done."
                            .formatted(branch.name()));
        }
        try {
            return replaceContent.run(
                    project,
                    branch,
                    plan(branch, what),
                    (opening, operation) -> {
                        Point point;
                        try (BranchLocks.Hold held = locks.fork(branch.id(), branch.name())) {
                            point = fork(branch, opening);
                        }
                        return fill(branch, opening, point, operation, filling);
                    },
                    () ->
                            locks.changeWithin(
                                    ENTRY_PATIENCE, branch.id(), branch.name(), "imported into"));
        } finally {
            refreshing.remove(branch.id());
        }
    }

    private static Replacement plan(Branch branch, String what) {
        return Replacement.of(
                        "import_data",
                        BranchEventKind.IMPORTED,
                        "import %s into branch '%s'".formatted(what, branch.name()),
                        "import of %s into '%s'".formatted(what, branch.name()),
                        "%s was imported into %s".formatted(what, branch.name()))
                .whichRan();
    }

    private Replaced fill(Project project, Branch branch, Replacement plan, Filling filling) {
        return replaceContent.run(
                project,
                branch,
                plan,
                (opening, operation) ->
                        fill(branch, opening, fork(branch, opening), operation, filling));
    }

    private Point fork(Branch branch, Timeline opening) throws IOException {
        try (Opened forked = forking.fork(branch, opening.id())) {
            return forked.point();
        }
    }

    private Opened fill(
            Branch branch, Timeline opening, Point point, Operation operation, Filling filling)
            throws IOException {
        privateCompute.with(
                opening.id(),
                point.lsn(),
                console -> {
                    // Who cancels from here on finds a server to end; who did before is heard.
                    operations.progress(operation, "reading", null);
                    filling.fill(
                            console,
                            (message, progress) ->
                                    operations.progress(operation, message, progress));
                    // Should the exchange fail, the next start learns them anew.
                    databases.learn(branch.id(), console);
                });
        return new Opened(point, history.rest(opening.id()));
    }
}
