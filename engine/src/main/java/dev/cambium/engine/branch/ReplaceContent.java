package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Puts a branch on a new timeline, under the same id, name, port and passwords: what reset and
 * import have in common.
 *
 * <p>Steps: intent (timeline OPENING) → timeline opened and, for an import, filled → compute
 * stopped → outcome (tenure appended, the old timeline in the trash) → compute started again. A
 * kill before the outcome leaves the branch as it was; one behind it leaves it on its new content.
 */
final class ReplaceContent {

    /** Makes the content: opens the timeline it is given. */
    interface Making {
        Opened make(Timeline opening, Operation operation) throws IOException;
    }

    /**
     * What is replaced, and how that is called.
     *
     * @param action for the operation, for example {@code reset_branch}
     * @param verb for messages, for example {@code reset branch 'dev'}
     * @param event what the journal shall say
     * @param message what people shall read
     * @param changed the branch's record afterwards
     */
    record Plan(
            String action,
            String verb,
            BranchEventKind event,
            String message,
            Changed changed,
            UnaryOperator<Timeline> timelineAfter) {}

    /** The branch's record after its content was replaced. */
    interface Changed {
        Branch after(Branch branch, Point point, Instant now);
    }

    private final EngineParts parts;
    private final OperationLog operations;
    private final Computes computes;
    private final BranchNews news;

    ReplaceContent(EngineParts parts, OperationLog operations, Computes computes, BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.computes = computes;
        this.news = news;
    }

    /**
     * The caller holds the branch. Returns when the new content is in place and, if wanted, runs.
     */
    Branch run(Project project, Branch branch, Plan plan, Making making) {
        Instant began = parts.clock().instant();
        Timeline opening = Timelines.opening(Ids.timeline(), project, began);
        Operation operation =
                operations.begin(
                        plan.action(),
                        project.id(),
                        branch.id(),
                        branch.endpointId(),
                        Map.of(Interrupted.TIMELINE, opening.id().value()),
                        change -> change.put(opening));
        // Clients that come now wait for the new content instead of waking the old one.
        try (Opened opened = making.make(opening, operation);
                Holds.Hold held = computes.hold(branch.id())) {
            swap(operation, branch, plan, opening, opened);
        } catch (IOException | RuntimeException e) {
            Refusal refusal = Refusal.of(e, plan.verb());
            if (operations.isOpen(operation)) {
                Cleanup.attempt(() -> parts.opening().discard(opening.id()));
                Cleanup.attempt(
                        () ->
                                operations.fail(
                                        operation,
                                        String.valueOf(refusal.getMessage()),
                                        change -> change.removeTimeline(opening.id())));
            }
            restart(branch);
            throw refusal;
        }
        news.tell(branch, plan.event(), plan.message());
        Branch replaced = parts.catalog().branch(branch.id()).orElseThrow();
        if (replaced.computeWanted()) {
            computes.start(replaced);
        }
        return parts.catalog().branch(branch.id()).orElseThrow();
    }

    private void swap(
            Operation operation, Branch branch, Plan plan, Timeline opening, Opened opened) {
        Instant now = parts.clock().instant();
        Point point = opened.point();
        TimelineId before = Lookup.timelineOf(branch);
        Timeline old = parts.catalog().timeline(before).orElseThrow();
        operations.finish(
                operation,
                change -> {
                    change.put(plan.timelineAfter().apply(Timelines.openedAt(opening, point)));
                    opened.note(change, opening.id());
                    change.put(Timelines.trashed(old, now));
                    change.put(plan.changed().after(branch, point, now));
                    change.appendTenure(branch.id(), opening.id(), now);
                });
    }

    /** A failed verb leaves the branch as it was, also running if it ran. */
    private void restart(Branch branch) {
        if (branch.computeWanted()) {
            Cleanup.attempt(() -> computes.start(branch));
        }
    }
}
