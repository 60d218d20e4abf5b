package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.LifeSpan;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Renames a branch, protects it or not, or says when it expires. One commit. */
public final class UpdateBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final BranchNews news;
    private final BranchRules rules;

    public UpdateBranch(
            EngineParts parts, OperationLog operations, BranchLocks locks, BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.news = news;
        this.rules = new BranchRules(parts.catalog());
    }

    Outcome run(Branch asked, BranchUpdate update) {
        try (BranchLocks.Hold held = locks.change(asked.id(), asked.name(), "changed")) {
            Branch before = parts.catalog().branch(asked.id()).orElseThrow();
            Instant now = parts.clock().instant();
            List<String> done = new ArrayList<>();
            Branch after = updated(before, update, now, done);
            if (done.isEmpty()) {
                return new Outcome(before, null, List.of(), List.of());
            }
            Operation operation = commit(before, after, String.join(", ", done), now);
            if (!after.name().equals(before.name())) {
                news.tell(
                        after,
                        BranchEventKind.RENAMED,
                        "%s is called %s now".formatted(before.name(), after.name()));
            }
            return Outcome.of(parts.catalog().branch(asked.id()).orElseThrow(), operation);
        }
    }

    private Operation commit(Branch before, Branch after, String title, Instant now) {
        try {
            return operations.once(
                    "update_branch",
                    before.projectId(),
                    before.id(),
                    before.endpointId(),
                    now,
                    (change, id) -> {
                        change.put(after);
                        change.put(
                                new UndoStep(
                                        id,
                                        before.projectId(),
                                        before.id(),
                                        "update_branch",
                                        title,
                                        now,
                                        null,
                                        List.of(
                                                Branches.before(
                                                        before, before.currentTimeline()))));
                    });
        } catch (DuplicateNameException e) {
            throw BranchRules.nameTaken(after.name());
        }
    }

    /** The record with all that is asked for; what really changes is told in words. */
    private Branch updated(Branch before, BranchUpdate update, Instant now, List<String> done) {
        Branch after = before;
        String name = update.name();
        if (name != null && !Names.checked("branch", name).equals(before.name())) {
            after = Branches.renamed(after, Names.checked("branch", name), now);
            done.add("rename of '%s' to '%s'".formatted(before.name(), after.name()));
        }
        BranchUpdate.Expiry expiry = update.expiry();
        if (expiry != null && !equal(expiry.at(), before.expiresAt())) {
            after = Branches.expiring(after, LifeSpan.end(expiry.at(), now), now);
            done.add(
                    after.expiresAt() == null
                            ? "end of the expiration of '%s'".formatted(before.name())
                            : "expiration of '%s'".formatted(before.name()));
        }
        Boolean guard = update.isProtected();
        if (guard != null && guard != before.isProtected()) {
            after = Branches.guarded(after, guard, now);
            done.add("%s of '%s'".formatted(guard ? "protection" : "unprotection", before.name()));
        }
        if (expiry != null && expiry.at() != null) {
            rules.refuseExpiryOf(after);
        } else if (after.isProtected()) {
            rules.refuseExpiring(after, "protected");
        }
        return after;
    }

    private static boolean equal(@Nullable Instant one, @Nullable Instant other) {
        return Objects.equals(one, other);
    }
}
