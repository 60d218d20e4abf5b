package dev.cambium.engine.branch.operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners what happens, on the thread on which it happens. Thread-safe. */
public final class Happenings {

    private static final Logger log = LoggerFactory.getLogger(Happenings.class);

    private final List<Consumer<Happening>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Adds a listener, which must return at once and not throw.
     *
     * @return closing it removes the listener
     */
    public AutoCloseable listen(Consumer<Happening> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public void tell(Happening happening) {
        for (Consumer<Happening> listener : listeners) {
            try {
                listener.accept(happening);
            } catch (RuntimeException e) {
                // What happened has happened: nobody who hears of it may make it fail.
                log.warn("A listener failed to hear of {}", happening.kind(), e);
            }
        }
    }
}
