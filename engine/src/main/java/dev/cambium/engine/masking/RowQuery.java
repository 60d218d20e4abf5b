package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.run.RowFormat;

import java.util.ArrayList;
import java.util.List;
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
        return copyOut(select) + options(binary(format));
    }

    /**
     * @param frozen whether rows go into files that this transaction made, and so are visible to
     *     all that comes behind it
     */
    static String copyIn(Table table, RowFormat format, boolean frozen) {
        List<String> options = new ArrayList<>(binary(format));
        if (frozen) {
            options.add("FREEZE");
        }
        return "COPY %s (%s) FROM STDIN%s"
                .formatted(table.id().quoted(), columns(table), options(options));
    }

    private static List<String> binary(RowFormat format) {
        return switch (format) {
            case TEXT -> List.of();
            case BINARY -> List.of("FORMAT binary");
        };
    }

    private static String options(List<String> options) {
        return options.isEmpty() ? "" : " (" + String.join(", ", options) + ")";
    }
}
