package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.layer.CopyWatch;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Cuts a branch free from its ancestors, so that they can go: what it still reads of their layers
 * becomes its own, and it becomes a root.
 *
 * <p>Steps: intent → blocks copied, while the branch may run and be branched from → outcome (no
 * parent any more). A kill before the outcome leaves it a child, and so does cancelling; what was
 * copied by then is in place as a whole or thrown away, and either way it reads the same.
 */
public final class FlattenBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final BranchNews news;

    public FlattenBranch(
            EngineParts parts, OperationLog operations, BranchLocks locks, BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.news = news;
    }

    /** Returns when the branch shares nothing with its ancestors and has no parent. */
    public Flattened run(Branch branch) {
        try (BranchLocks.Hold held = locks.fork(branch.id(), branch.name())) {
            Operation operation =
                    operations.begin(
                            "detach_parent_branch",
                            branch.projectId(),
                            branch.id(),
                            branch.endpointId(),
                            Map.of(),
                            change -> {});
            try {
                operations.cancellable(operation);
                boolean copied =
                        parts.volume()
                                .flatten(
                                        Lookup.timelineOf(branch),
                                        new Telling(operation, operations));
                operations.pointOfNoReturn(operation);
                Instant now = parts.clock().instant();
                operations.finish(
                        operation,
                        change ->
                                parts.catalog()
                                        .branch(branch.id())
                                        .ifPresent(
                                                current ->
                                                        change.put(Branches.freed(current, now))));
                Branch freed = parts.catalog().branch(branch.id()).orElseThrow();
                news.tell(
                        freed,
                        BranchEventKind.FLATTENED,
                        "%s was cut free from its ancestors".formatted(branch.name()));
                return new Flattened(freed, branch.parentId() != null, copied);
            } catch (IOException | RuntimeException e) {
                Refusal refusal = Refusal.of(e, "flatten branch '" + branch.name() + "'");
                if (operations.isOpen(operation)) {
                    String message = String.valueOf(refusal.getMessage());
                    Cleanup.attempt(() -> operations.fail(operation, message, change -> {}));
                }
                throw refusal;
            }
        }
    }

    /** Tells how far the copy is, once for each hundredth, and ends it when it was cancelled. */
    private static final class Telling implements CopyWatch {

        private final Operation operation;
        private final OperationLog operations;
        private long told = -1;

        Telling(Operation operation, OperationLog operations) {
            this.operation = operation;
            this.operations = operations;
        }

        @Override
        public void copied(long bytes, long mostBytes) {
            long percent = mostBytes == 0 ? 0 : Math.min(100, bytes * 100 / mostBytes);
            if (percent > told) {
                told = percent;
                operations.progress(operation, "copying blocks", percent / 100.0);
            } else {
                operations.requireWanted(operation);
            }
        }
    }
}
