package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Rows before and after.
 *
 * @param problems why a run would be refused; then there are no tables
 * @param warnings what to know
 */
public record MaskingPreviewReply(
        List<Table> tables, List<String> problems, List<String> warnings) {

    /**
     * @param columns those that are masked
     * @param functions of the same columns
     * @param before row by row
     * @param after likewise
     */
    public record Table(
            String table,
            List<String> columns,
            List<String> functions,
            List<List<@Nullable String>> before,
            List<List<@Nullable String>> after) {}
}
