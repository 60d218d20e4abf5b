package dev.cambium.engine.branch.operation;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.journal.JournalEntry.OperationOutcome;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.volume.Volume;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes the intent and the outcome of operations, and tells of both. Thread-safe. */
public final class OperationLog {

    /** The detail of an operation that names the timeline it opens. */
    public static final String TIMELINE = "timeline";

    private static final Logger log = LoggerFactory.getLogger(OperationLog.class);

    private final Catalog catalog;
    private final JournalNotes journal;
    private final Happenings happenings;
    private final Clock clock;
    private final Opening timelines;
    private final Volume volume;
    private final Cancellations cancellations = new Cancellations();

    public OperationLog(EngineParts parts) {
        this.catalog = parts.catalog();
        this.journal = new JournalNotes(parts.journal());
        this.happenings = parts.happenings();
        this.clock = parts.clock();
        this.timelines = parts.opening();
        this.volume = parts.volume();
    }

    /**
     * Writes an intent, durable when this returns.
     *
     * @param details the ids that recovery needs to undo or finish it
     * @param intent what else belongs to the same commit
     */
    public Operation begin(
            String action,
            String projectId,
            @Nullable String branchId,
            @Nullable String endpointId,
            Map<String, String> details,
            Consumer<Change> intent) {
        Instant now = clock.instant();
        Operation operation =
                new Operation(
                        UUID.randomUUID(),
                        projectId,
                        branchId,
                        endpointId,
                        action,
                        OperationState.RUNNING,
                        details,
                        null,
                        now,
                        now);
        catalog.commit(
                change -> {
                    intent.accept(change);
                    change.put(operation);
                });
        tell("operation.running", operation, action, null);
        return operation;
    }

    /**
     * Writes the outcome together with what it brought about, durable when this returns.
     *
     * @return the operation as it ended
     */
    public Operation finish(Operation operation, Consumer<Change> outcome) {
        Operation ended = end(operation, OperationState.FINISHED, null, outcome);
        tell("operation.finished", operation, operation.action(), 1.0);
        return ended;
    }

    /**
     * Lets people cancel an operation from now on, until {@link #pointOfNoReturn}; if its caller
     * has left already, it is cancelled.
     *
     * @param servers timelines with servers that only this operation uses: they are ended at once
     */
    public void cancellable(Operation operation, TimelineId... servers) {
        cancellations.offer(
                operation, Stream.of(servers).map(each -> volume.dataDirectory(each)).toList());
        CallersWork.offered(() -> cancel(operation));
    }

    /**
     * To be called right before others see what an operation did.
     *
     * @throws Refusal if it was cancelled; it never is afterwards
     */
    public void pointOfNoReturn(Operation operation) {
        cancellations.pass(operation);
    }

    /** Whether {@link #cancel} would end it now. */
    public boolean isCancellable(Operation operation) {
        return cancellations.isOffered(operation.id());
    }

    /** Whether {@link #cancel} was called before its point of no return. */
    public boolean isCancelled(Operation operation) {
        return cancellations.isCancelled(operation);
    }

    /**
     * Makes sure that an operation comes to nothing; it ends soon after this returns.
     *
     * @throws Refusal if it has ended, or cannot be cancelled
     */
    public void cancel(Operation operation) {
        try {
            cancellations.cancel(operation);
        } catch (IOException e) {
            throw Refusal.of(e, "end a server of what was cancelled");
        }
    }

    /** Why an operation failed: that it was cancelled, if it was, whatever came of that first. */
    public Refusal why(Operation operation, Refusal failure) {
        return cancellations.isCancelled(operation)
                ? Cancellations.cancelled(operation, failure)
                : failure;
    }

    /** Writes that an operation came to nothing, together with what undoes its intent. */
    public void fail(Operation operation, String error, Consumer<Change> undo) {
        Operation _ = end(operation, OperationState.FAILED, error, undo);
        tell("operation.failed", operation, error, null);
    }

    /**
     * Undoes an operation that failed while it opened a timeline, unless its outcome is in the
     * catalog: the timeline's files go, then what its intent put. What cannot be undone now is at
     * the next start.
     *
     * @param undo what else of the intent goes; the timeline does
     */
    public void giveUp(
            Operation operation, TimelineId opening, Refusal why, Consumer<Change> undo) {
        if (!isOpen(operation)) {
            return;
        }
        Cleanup.attempt(() -> timelines.discard(opening));
        Cleanup.attempt(
                () ->
                        fail(
                                operation,
                                String.valueOf(why.getMessage()),
                                change -> {
                                    undo.accept(change);
                                    change.removeTimeline(opening);
                                }));
    }

    /**
     * Whether an operation has no outcome in the catalog, so that what it made may be undone. False
     * also when the catalog cannot tell: then the next start decides by what the catalog says.
     */
    public boolean isOpen(Operation operation) {
        try {
            return catalog.operations()
                    .byId(operation.id())
                    .filter(found -> found.state() == OperationState.RUNNING)
                    .isPresent();
        } catch (RuntimeException e) {
            log.warn("The catalog does not tell what became of {}", operation.action(), e);
            return false;
        }
    }

    /**
     * Notes something that was done without an intent, because a kill could not leave half of it.
     */
    public void note(
            String action, String projectId, String branchId, String endpointId, Instant since) {
        Operation _ = once(action, projectId, branchId, endpointId, since, (change, id) -> {});
    }

    /** What belongs to an operation that is one commit. */
    public interface Deed {
        void into(Change change, UUID operation);
    }

    /**
     * Does something that is one commit: a kill leaves all of it or nothing.
     *
     * @return the operation as it ended
     */
    public Operation once(
            String action,
            String projectId,
            String branchId,
            String endpointId,
            Instant since,
            Deed deed) {
        Operation operation =
                new Operation(
                        UUID.randomUUID(),
                        projectId,
                        branchId,
                        endpointId,
                        action,
                        OperationState.FINISHED,
                        Map.of(),
                        null,
                        since,
                        clock.instant());
        catalog.commit(
                change -> {
                    deed.into(change, operation.id());
                    change.put(operation);
                });
        tell("operation.finished", operation, action, 1.0);
        return operation;
    }

    /**
     * Tells how far an operation is; nothing is written.
     *
     * @throws Refusal if it was cancelled meanwhile
     */
    public void progress(Operation operation, String message, @Nullable Double progress) {
        requireWanted(operation);
        tell("operation.progress", operation, message, progress);
    }

    /**
     * For steps between reports of progress.
     *
     * @throws Refusal if the operation was cancelled
     */
    public void requireWanted(Operation operation) {
        cancellations.check(operation);
    }

    private Operation end(
            Operation operation,
            OperationState state,
            @Nullable String error,
            Consumer<Change> changes) {
        Instant now = clock.instant();
        Operation ended =
                new Operation(
                        operation.id(),
                        operation.projectId(),
                        operation.branchId(),
                        operation.endpointId(),
                        operation.action(),
                        state,
                        operation.details(),
                        error,
                        operation.createdAt(),
                        now);
        catalog.commit(
                change -> {
                    changes.accept(change);
                    change.put(ended);
                });
        cancellations.forget(operation);
        journal.note(
                new OperationOutcome(
                        now,
                        operation.projectId(),
                        operation.branchId(),
                        operation.id(),
                        operation.action(),
                        error));
        return ended;
    }

    private void tell(String kind, Operation operation, String message, @Nullable Double progress) {
        happenings.tell(
                new Happening(
                        kind,
                        operation.projectId(),
                        operation.branchId(),
                        operation.id(),
                        message,
                        progress));
    }
}
