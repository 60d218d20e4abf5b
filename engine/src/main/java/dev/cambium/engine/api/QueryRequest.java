package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * One statement that reads; null means the default.
 *
 * @param at a moment: {@code head} (the default), an LSN, or a time of RFC 3339 with its zone
 * @param database null means the branch's default one
 * @param role null means the project's default one; {@link #READER} one that can do nothing but
 *     read
 * @param maxRows from 1 to 10,000; 1,000 by default
 * @param timeoutSeconds from 1 to 300; 30 by default
 */
public record QueryRequest(
        String sql,
        @Nullable String at,
        @Nullable String database,
        @Nullable String role,
        @Nullable Integer maxRows,
        @Nullable Integer timeoutSeconds) {

    /** Every branch has it; it reads all tables, and no files, programs or other servers. */
    public static final String READER = "cambium_reader";

    /** A statement with all defaults. */
    public static QueryRequest of(String sql, @Nullable String at) {
        return new QueryRequest(sql, at, null, null, null, null);
    }
}
