package dev.cambium.engine.cli;

import dev.cambium.engine.api.QueryResult;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows as RFC 4180 has them, with a header and lines that end in LF, as Postgres' own COPY … CSV
 * writes them: a null is nothing at all, an empty text is quoted.
 */
final class Csv {

    private Csv() {}

    static String of(QueryResult result) {
        StringBuilder text = new StringBuilder();
        if (!result.columns().isEmpty()) {
            text.append(line(result.columns().stream().map(QueryResult.Column::name).toList()));
        }
        result.rows().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<? extends @Nullable String> values) {
        return values.stream().map(Csv::field).collect(Collectors.joining(",", "", "\n"));
    }

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean plain =
                !value.isEmpty()
                        && value.chars()
                                .noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                        && !value.equals("\\.");
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
