package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.RolesAndDatabases;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;

/**
 * Brings data from outside into a branch, all or nothing: it is loaded into a fork that nobody
 * sees, which takes the branch's place when it is whole. The branch sleeps meanwhile, so that no
 * write to it can get lost in the exchange.
 */
public final class FillBranch {

    private final BranchLocks locks;
    private final Computes computes;
    private final Forking forking;
    private final History history;
    private final PrivateCompute privateCompute;
    private final ReplaceContent replaceContent;
    private final OperationLog operations;
    private final RolesAndDatabases rolesAndDatabases;

    public FillBranch(
            BranchLocks locks,
            Computes computes,
            Forking forking,
            History history,
            PrivateCompute privateCompute,
            ReplaceContent replaceContent,
            OperationLog operations,
            RolesAndDatabases rolesAndDatabases) {
        this.locks = locks;
        this.computes = computes;
        this.forking = forking;
        this.history = history;
        this.privateCompute = privateCompute;
        this.replaceContent = replaceContent;
        this.operations = operations;
        this.rolesAndDatabases = rolesAndDatabases;
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
     * had until then, and what is written to it meanwhile stays with that.
     */
    public Replaced refresh(Project project, Branch branch, String what, Filling filling) {
        Replacement plan = plan(branch, what);
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "imported into")) {
            return fill(project, branch, plan, filling);
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
                (opening, operation) -> fill(branch, opening, operation, filling));
    }

    private Opened fill(Branch branch, Timeline opening, Operation operation, Filling filling)
            throws IOException {
        Point point;
        try (Opened forked = forking.fork(branch, opening.id())) {
            point = forked.point();
        }
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
                    rolesAndDatabases.learnDatabases(branch.id(), console);
                });
        return new Opened(point, history.rest(opening.id()));
    }
}
