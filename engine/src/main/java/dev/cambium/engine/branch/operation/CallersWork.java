package dev.cambium.engine.branch.operation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one call began, for a caller who may not want it any more: the first operation that offers
 * itself for cancelling while the call is being answered, on the thread that answers it. No other
 * operation is ever cancelled by it. Thread-safe.
 */
public final class CallersWork {

    private static final Logger log = LoggerFactory.getLogger(CallersWork.class);

    private static final ScopedValue<CallersWork> PRESENT = ScopedValue.newInstance();

    /** Null until there is an operation. */
    private @Nullable Runnable cancelling;

    private boolean withdrawn;

    /** Answers the call; what begins meanwhile on this thread is the caller's work. */
    public <T, X extends Throwable> T answer(ScopedValue.CallableOp<T, X> answering) throws X {
        return ScopedValue.where(PRESENT, this).call(answering);
    }

    /**
     * Takes the work back: at once, or as soon as there is an operation. Does nothing the second
     * time.
     *
     * @throws Refusal if the operation has ended, or passed its point of no return
     */
    public void withdraw() {
        Runnable begun;
        synchronized (this) {
            begun = withdrawn ? null : cancelling;
            withdrawn = true;
        }
        if (begun != null) {
            begun.run();
        }
    }

    /**
     * An operation offers itself on the thread of its caller; it is cancelled at once if the caller
     * has left, and finds that out at its next step.
     *
     * @param cancel throws a {@link Refusal} when it is too late
     */
    static void offered(Runnable cancel) {
        if (PRESENT.isBound()) {
            PRESENT.get().offer(cancel);
        }
    }

    private void offer(Runnable cancel) {
        synchronized (this) {
            if (cancelling != null) {
                return;
            }
            cancelling = cancel;
            if (!withdrawn) {
                return;
            }
        }
        try {
            cancel.run();
        } catch (Refusal e) {
            // It is marked as cancelled before its servers are ended, and it has none yet.
            log.warn("What its caller has withdrawn may go on", e);
        }
    }
}
