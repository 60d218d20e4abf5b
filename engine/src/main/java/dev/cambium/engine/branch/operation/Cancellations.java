package dev.cambium.engine.branch.operation;

import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.compute.DataFolderProcesses;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Operations that people may cancel: from their intent on, as long as nobody sees what they do. The
 * last step before the outcome is the point of no return; behind it there is undo. Thread-safe.
 *
 * <p>Whoever is cancelled fails at its next step, and its intent is undone as after any other
 * failure. So that the next step is near, the hidden servers it works with are ended at once.
 */
final class Cancellations {

    /** How an operation stands that has not passed the point of no return. */
    private enum State {
        /** What it did can be thrown away: it may be cancelled. */
        OPEN,
        /** It was cancelled, and ends at its next step. */
        CANCELLED
    }

    /** The monitor of each keeps its servers from being ended behind the point of no return. */
    private static final class Offer {
        private final List<Path> dataFolders;
        private State state = State.OPEN;

        Offer(List<Path> dataFolders) {
            this.dataFolders = dataFolders;
        }
    }

    private final Map<UUID, Offer> offers = new ConcurrentHashMap<>();

    /**
     * @param dataFolders of servers that only this operation uses
     */
    void offer(Operation operation, List<Path> dataFolders) {
        offers.put(operation.id(), new Offer(List.copyOf(dataFolders)));
    }

    boolean isOffered(UUID operation) {
        Offer offer = offers.get(operation);
        return offer != null && state(offer) == State.OPEN;
    }

    boolean isCancelled(Operation operation) {
        Offer offer = offers.get(operation.id());
        return offer != null && state(offer) == State.CANCELLED;
    }

    private static State state(Offer offer) {
        synchronized (offer) {
            return offer.state;
        }
    }

    /**
     * Cancels one; returns when it cannot succeed any more, which is before it has ended.
     *
     * @throws Refusal if it has ended, never could be cancelled, or passed the point of no return
     * @throws IOException if a server of it would not end; it ends at its next step all the same
     */
    void cancel(Operation operation) throws IOException {
        Offer offer = offers.get(operation.id());
        if (offer == null) {
            throw tooLate(operation);
        }
        synchronized (offer) {
            if (offers.get(operation.id()) != offer) {
                throw tooLate(operation);
            }
            offer.state = State.CANCELLED;
            for (Path folder : offer.dataFolders) {
                DataFolderProcesses.endAll(folder);
            }
        }
    }

    /**
     * @throws Refusal if it was cancelled
     */
    void check(Operation operation) {
        if (isCancelled(operation)) {
            throw cancelled(operation, null);
        }
    }

    /**
     * From here on it cannot be cancelled.
     *
     * @throws Refusal if it was
     */
    void pass(Operation operation) {
        Offer offer = offers.get(operation.id());
        if (offer == null) {
            return;
        }
        synchronized (offer) {
            check(operation);
            offers.remove(operation.id());
        }
    }

    /** It has ended. */
    void forget(Operation operation) {
        offers.remove(operation.id());
    }

    static Refusal cancelled(Operation operation, @Nullable Exception e) {
        return new Refusal(
                Kind.CONFLICT,
                "OPERATION_CANCELLED",
                "It was cancelled (%s). Nothing was changed."
                        .formatted(operation.action().replace('_', ' ')),
                e);
    }

    private static Refusal tooLate(Operation operation) {
        return new Refusal(
                Kind.CONFLICT,
                "OPERATION_NOT_CANCELLABLE",
                switch (operation.state()) {
                    case RUNNING ->
                            "This cannot be cancelled, or not any more: it is short, or all but done. Wait for its end, then undo it.";
                    case FINISHED -> "It is done already. Undo it instead.";
                    case FAILED -> "It has ended already, and changed nothing.";
                });
    }
}
