package dev.cambium.gui.session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a statement answered. */
public sealed interface SqlAnswer {

    /** What the server said beside it: notices and warnings, each a line. */
    List<String> messages();

    /**
     * The first rows.
     *
     * @param rows each value as Postgres writes it; null is SQL's null
     * @param more whether the session holds further ones: {@link SqlSession#more} reads them
     */
    record Rows(
            List<SqlColumn> columns,
            List<List<@Nullable String>> rows,
            boolean more,
            List<String> messages)
            implements SqlAnswer {}

    /**
     * Something was done.
     *
     * @param count rows concerned; -1 where that makes no sense
     */
    record Done(long count, List<String> messages) implements SqlAnswer {}
}
