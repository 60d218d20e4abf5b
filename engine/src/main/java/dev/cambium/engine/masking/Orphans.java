package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.TableId;

import org.jspecify.annotations.Nullable;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conditions in SQL for rows that refer to others by a foreign key. */
final class Orphans {

    private Orphans() {}

    /** That a row refers to another at all: with a NULL in it, a key refers to nothing. */
    static String refers(ForeignKey key, String row) {
        return key.columns().stream()
                .map(column -> "%s.%s IS NOT NULL".formatted(row, TableId.quoted(column)))
                .collect(Collectors.joining(" AND ", "", lies(row, key.part())));
    }

    /** That it refers to this one. */
    static String refersTo(ForeignKey key, String row, String target) {
        return IntStream.range(0, key.columns().size())
                .mapToObj(
                        i ->
                                "%s.%s = %s.%s"
                                        .formatted(
                                                target,
                                                TableId.quoted(key.targetColumns().get(i)),
                                                row,
                                                TableId.quoted(key.columns().get(i))))
                .collect(Collectors.joining(" AND ", "", lies(target, key.targetPart())));
    }

    /** That it lies in a partition, or in one below that. */
    private static String lies(String row, @Nullable TableId part) {
        return part == null
                ? ""
                : " AND %s.tableoid IN (SELECT relid FROM pg_partition_tree('%s'::regclass))"
                        .formatted(row, part.quoted().replace("'", "''"));
    }
}
