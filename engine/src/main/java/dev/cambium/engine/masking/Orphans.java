package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.TableId;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conditions in SQL for rows that refer to others by a foreign key. */
final class Orphans {

    private Orphans() {}

    /** That a row refers to another at all: with a NULL in it, a key refers to nothing. */
    static String refers(ForeignKey key, String row) {
        return key.columns().stream()
                .map(column -> "%s.%s IS NOT NULL".formatted(row, TableId.quoted(column)))
                .collect(Collectors.joining(" AND "));
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
                .collect(Collectors.joining(" AND "));
    }
}
