package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A key of the API.
 *
 * @param lastUsedAt as this run of the engine saw it; null if it did not
 * @param key the key itself; only in the answer to its creation, and nowhere else ever
 */
public record ApiKey(
        long id,
        String name,
        @NeonTime Instant createdAt,
        @NeonTime @Nullable Instant lastUsedAt,
        @Nullable String key) {

    /** Without the key. */
    @Override
    public String toString() {
        return "ApiKey[id=%d, name=%s]".formatted(id, name);
    }
}
