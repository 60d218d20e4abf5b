package dev.cambium.engine.branch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners what happens, on the thread on which it happens. Thread-safe. */
public final class Happenings {

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

    void tell(Happening happening) {
        listeners.forEach(listener -> listener.accept(happening));
    }
}
