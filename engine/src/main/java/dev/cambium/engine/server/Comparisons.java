package dev.cambium.engine.server;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.schema.Comparing;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Comparisons that are under way, by the id that whoever asked gave them. They change nothing, so
 * none is an operation. Thread-safe.
 */
final class Comparisons {

    private final Map<String, Comparing> underWay = new ConcurrentHashMap<>();

    /** One that is under way until it is closed. */
    interface Entry extends AutoCloseable {

        Comparing comparing();

        @Override
        void close();
    }

    /**
     * @param id null for one that cannot be cancelled
     * @throws Refusal if another with this id is under way
     */
    Entry begin(@Nullable String id) {
        Comparing comparing = new Comparing();
        if (id != null && underWay.putIfAbsent(id, comparing) != null) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "COMPARISON_EXISTS",
                    "A comparison '%s' is under way already. Give this one another id."
                            .formatted(id));
        }
        return new Entry() {
            @Override
            public Comparing comparing() {
                return comparing;
            }

            @Override
            public void close() {
                if (id != null) {
                    underWay.remove(id, comparing);
                }
            }
        };
    }

    /**
     * @throws Refusal if none with this id is under way
     */
    void cancel(String id) {
        Comparing found = underWay.get(id);
        if (found == null) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "COMPARISON_NOT_FOUND",
                    "No comparison '%s' is under way.".formatted(id));
        }
        found.cancel();
    }
}
