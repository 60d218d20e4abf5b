package dev.cambium.anonymizer.function;

import org.jspecify.annotations.Nullable;

/**
 * Puts a safe value in place of another. Made for one column and one thread: not thread-safe.
 * Values are text as Postgres writes and reads it. NULL is never asked for: it stays NULL.
 */
@FunctionalInterface
public interface Mask {

    /**
     * @param row the row that the value is in
     * @return null for NULL
     */
    @Nullable String of(String value, MaskedRow row);
}
