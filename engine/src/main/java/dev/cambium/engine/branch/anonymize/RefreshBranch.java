package dev.cambium.engine.branch.anonymize;

import dev.cambium.engine.branch.creation.EmptiedCopy;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.life.Replacement;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.io.IOException;
import java.util.List;

/**
 * Gives a branch the masked rows of what another one holds now, under the same connection string.
 *
 * <p>Steps: moment found, source shown, plan made and checked → then as {@link
 * dev.cambium.engine.branch.life.ReplaceContent} says, with a timeline that is emptied and filled.
 */
final class RefreshBranch {

    private final EngineParts parts;
    private final MaskingRuns.Verbs verbs;

    RefreshBranch(EngineParts parts, MaskingRuns.Verbs verbs) {
        this.parts = parts;
        this.verbs = verbs;
    }

    Replaced run(Project project, Branch branch, Branch source, MaskedContent content) {
        String verb = "anonymize branch '%s'".formatted(branch.name());
        Replacement plan =
                Replacement.of(
                                "anonymize_branch",
                                BranchEventKind.IMPORTED,
                                verb,
                                "anonymization of '%s' from '%s'"
                                        .formatted(branch.name(), source.name()),
                                "%s was filled with anonymized data of %s"
                                        .formatted(branch.name(), source.name()))
                        .with((change, now) -> content.note(change, branch, now), List.of());
        try (BranchLocks.Hold held =
                        verbs.locks().change(branch.id(), branch.name(), "anonymized");
                BranchLocks.Hold from = verbs.locks().fork(source.id(), source.name());
                Found found = verbs.moments().find(source, new Moment.Head())) {
            content.prepare(found);
            return verbs.replaceContent()
                    .run(
                            project,
                            branch,
                            plan,
                            (opening, operation) ->
                                    fill(project, found, opening, operation, content));
        } catch (IOException e) {
            throw Refusal.of(e, verb);
        }
    }

    private Opened fill(
            Project project,
            Found found,
            Timeline opening,
            Operation operation,
            MaskedContent content)
            throws IOException {
        EmptiedCopy copy = new EmptiedCopy(parts, verbs.ports(), project);
        try {
            copy.make(
                    found.lease(),
                    found.branch().isProtected(),
                    opening.id(),
                    (message, fraction) ->
                            verbs.operations()
                                    .progress(
                                            operation, message, content.shareBefore() * fraction));
        } finally {
            Cleanup.attempt(copy::throwAway);
        }
        content.fill(opening, operation);
        Lease rest = verbs.history().rest(opening.id());
        return new Opened(rest.point(), rest);
    }
}
