package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.run.RowFormat;

import java.util.stream.Collectors;

/** SQL that reads and writes the written columns of a table, in their order. */
final class RowQuery {

    private RowQuery() {}

    static String columns(Table table) {
        return table.written().stream()
                .map(Column::name)
                .map(TableId::quoted)
                .collect(Collectors.joining(", "));
    }

    /**
     * @param where without the word; empty for all rows
     */
    static String select(Table table, boolean partitioned, String where) {
        return "SELECT %s FROM %s%s%s"
                .formatted(
                        columns(table),
                        partitioned ? "" : "ONLY ",
                        table.id().quoted(),
                        where.isEmpty() ? "" : " WHERE " + where);
    }

    static String copyOut(String select) {
        return "COPY (" + select + ") TO STDOUT";
    }

    static String copyOut(String select, RowFormat format) {
        return copyOut(select) + options(format);
    }

    static String copyIn(Table table, RowFormat format) {
        return "COPY %s (%s) FROM STDIN%s"
                .formatted(table.id().quoted(), columns(table), options(format));
    }

    private static String options(RowFormat format) {
        return switch (format) {
            case TEXT -> "";
            case BINARY -> " (FORMAT binary)";
        };
    }
}
