package dev.cambium.engine.schema;

import org.jspecify.annotations.Nullable;

/**
 * One object that two schemas do not have alike.
 *
 * @param type for example {@code TABLE} or {@code INDEX}
 * @param name qualified, as the object would be named in SQL
 * @param before how the base has it; null if it does not
 * @param after how the other has it; null if it does not
 */
public record SchemaChange(
        Kind kind, String type, String name, @Nullable String before, @Nullable String after) {

    /** What happened to it on the way from the base to the other. */
    public enum Kind {
        /** The base does not have it. */
        ADDED,
        /** The other does not have it. */
        REMOVED,
        /** Both have it, not alike. */
        CHANGED
    }
}
