package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.UndoStep.Touched;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import java.time.Instant;
import java.util.List;

/**
 * How the replacement of a branch's content is called, and what comes with it.
 *
 * @param action for the operation, for example {@code reset_branch}
 * @param event what the journal shall say
 * @param verb for "the engine could not …", for example {@code reset branch 'dev'}
 * @param title for "undo: …", for example {@code reset of 'dev' from 'main'}
 * @param message what people shall read when it is done
 * @param kept what becomes of the old content
 * @param changed the branch's record afterwards
 * @param proven whether a server ran on the new timeline before: an import's did
 * @param also what else belongs to the outcome
 * @param alsoTouched the branches that {@code also} changes, for the undo
 */
public record Replacement(
        String action,
        BranchEventKind event,
        String verb,
        String title,
        String message,
        Kept kept,
        Changed changed,
        boolean proven,
        Also also,
        List<Touched> alsoTouched) {

    /**
     * The action of a branch that gets a snapshot's content: another word than that of a restore to
     * a new branch, which the settling of a killed engine takes away again.
     */
    public static final String BY_SNAPSHOT = "replace_by_snapshot";

    /** The branch's record after its content was replaced. */
    public interface Changed {
        Branch after(Branch branch, Point point, Instant now);
    }

    /** More rows that are written with the outcome, all or none. */
    public interface Also {
        void into(Change change, Instant now);
    }

    /** What becomes of the content that a branch had. */
    public sealed interface Kept {

        /** It stays in the trash for its time, and an undo takes it from there. */
        record InTrash() implements Kept {}

        /** It becomes a branch of its own, with its own port, asleep. */
        record Under(String name) implements Kept {}

        /** As {@link Under}, with a name that the engine finds: {@code dev_old_<time>}. */
        record AsBackup() implements Kept {}
    }

    /** A replacement that keeps the old content in the trash and changes nothing else. */
    public static Replacement of(
            String action, BranchEventKind event, String verb, String title, String message) {
        return new Replacement(
                action,
                event,
                verb,
                title,
                message,
                new Kept.InTrash(),
                (branch, point, now) -> Branches.touched(branch, now),
                false,
                (change, now) -> {},
                List.of());
    }

    public Replacement keeping(Kept what) {
        return new Replacement(
                action, event, verb, title, message, what, changed, proven, also, alsoTouched);
    }

    public Replacement changing(Changed how) {
        return new Replacement(
                action, event, verb, title, message, kept, how, proven, also, alsoTouched);
    }

    /** Says that a server ran on the new timeline already. */
    Replacement whichRan() {
        return new Replacement(
                action, event, verb, title, message, kept, changed, true, also, alsoTouched);
    }

    public Replacement with(Also more, List<Touched> touched) {
        return new Replacement(
                action, event, verb, title, message, kept, changed, proven, more, touched);
    }
}
