package dev.cambium.engine.masking;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Some rows of a table, before and after.
 *
 * @param columns names, of the masked columns
 * @param functions of the same columns
 * @param before values of those columns, row by row; null for NULL
 * @param after likewise
 */
public record PreviewedTable(
        String table,
        List<String> columns,
        List<String> functions,
        List<List<@Nullable String>> before,
        List<List<@Nullable String>> after) {}
