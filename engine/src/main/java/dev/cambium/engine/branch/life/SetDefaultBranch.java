package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.UndoStep;

import java.time.Instant;
import java.util.List;

/** Makes another branch the one that is meant when none is named. One commit. */
public final class SetDefaultBranch {

    private static final String ACTION = "set_default_branch";

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final BranchRules rules;

    public SetDefaultBranch(EngineParts parts, OperationLog operations, BranchLocks locks) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.rules = new BranchRules(parts.catalog());
    }

    Outcome run(Branch asked, Branch present) {
        if (asked.id().equals(present.id())) {
            return new Outcome(asked, null, List.of(), List.of());
        }
        rules.refuseExpiring(asked, "the default branch");
        try (BranchLocks.Hold held = locks.change(asked.id(), asked.name(), "made the default");
                BranchLocks.Hold presentHeld =
                        locks.change(present.id(), present.name(), "replaced as the default")) {
            Branch next = parts.catalog().branch(asked.id()).orElseThrow();
            Branch last = parts.catalog().branch(present.id()).orElseThrow();
            Instant now = parts.clock().instant();
            Operation done =
                    operations.once(
                            ACTION,
                            next.projectId(),
                            next.id(),
                            next.endpointId(),
                            now,
                            (change, id) -> {
                                change.put(Branches.asDefault(last, false, now));
                                change.put(Branches.asDefault(next, true, now));
                                change.put(
                                        new UndoStep(
                                                id,
                                                next.projectId(),
                                                next.id(),
                                                ACTION,
                                                "making '%s' the default instead of '%s'"
                                                        .formatted(next.name(), last.name()),
                                                now,
                                                null,
                                                List.of(
                                                        Branches.before(
                                                                next, next.currentTimeline()),
                                                        Branches.before(
                                                                last, last.currentTimeline()))));
                            });
            return new Outcome(
                    parts.catalog().branch(next.id()).orElseThrow(),
                    null,
                    List.of(parts.catalog().branch(last.id()).orElseThrow()),
                    List.of(done));
        }
    }
}
