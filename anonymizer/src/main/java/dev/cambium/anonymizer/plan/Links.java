package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.Table;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which columns must hold the same values: those that foreign keys link, directly or through
 * others, also within one table. A column that no foreign key touches is linked to itself alone.
 */
final class Links {

    private final Map<ColumnId, ColumnId> parents = new HashMap<>();
    private final Map<ColumnId, Set<ColumnId>> groups = new TreeMap<>();
    private final Map<ColumnId, Column> columns = new HashMap<>();
    private final Set<ColumnId> unique = new HashSet<>();
    private final Set<ColumnId> targets = new HashSet<>();

    Links(DatabaseShape shape) {
        for (Table table : shape.tables()) {
            table.columns().forEach(one -> columns.put(table.id().column(one.name()), one));
            table.keys()
                    .forEach(
                            key ->
                                    key.columns()
                                            .forEach(name -> unique.add(table.id().column(name))));
        }
        for (ForeignKey key : shape.foreignKeys()) {
            for (int i = 0; i < key.columns().size(); i++) {
                ColumnId target = key.target().column(key.targetColumns().get(i));
                targets.add(target);
                parents.put(root(key.table().column(key.columns().get(i))), root(target));
            }
        }
        for (ColumnId column : columns.keySet()) {
            groups.computeIfAbsent(root(column), one -> new TreeSet<>()).add(column);
        }
    }

    private ColumnId root(ColumnId column) {
        ColumnId at = column;
        while (!parents.getOrDefault(at, at).equals(at)) {
            at = parents.getOrDefault(at, at);
        }
        return at;
    }

    Iterable<Set<ColumnId>> groups() {
        return groups.values();
    }

    /** The column itself and all it is linked to. */
    Set<ColumnId> of(ColumnId column) {
        return groups.getOrDefault(root(column), Set.of(column));
    }

    boolean isUnique(Set<ColumnId> group) {
        return group.stream().anyMatch(unique::contains);
    }

    /** Whether a foreign key refers to it. */
    boolean isReferredTo(ColumnId column) {
        return targets.contains(column);
    }

    boolean isNullable(Set<ColumnId> group) {
        return group.stream().allMatch(one -> column(one).nullable());
    }

    Column column(ColumnId id) {
        Column found = columns.get(id);
        if (found == null) {
            throw new IllegalArgumentException("there is no column " + id);
        }
        return found;
    }

    /** The type into which all values of the group fit. */
    ColumnType narrowest(Set<ColumnId> group) {
        return group.stream()
                .map(one -> column(one).type())
                .min(
                        Comparator.comparingInt(
                                type ->
                                        type.bytes() > 0
                                                ? type.bytes()
                                                : type.lengthMax() > 0
                                                        ? type.lengthMax()
                                                        : Integer.MAX_VALUE))
                .orElseThrow();
    }
}
