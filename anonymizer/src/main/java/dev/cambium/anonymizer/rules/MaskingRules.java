package dev.cambium.anonymizer.rules;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules for one database. Immutable.
 *
 * @param database its name
 * @param calls the function of each column that somebody decided about; {@code keep} is a decision
 * @param subsets tables of which not all rows come along
 * @param reviewed the columns that there were when the rules were approved; empty when they never
 *     were. A column that is not among them stops a run
 */
public record MaskingRules(
        String database,
        SortedMap<ColumnId, FunctionCall> calls,
        SortedMap<TableId, Subset> subsets,
        SortedSet<ColumnId> reviewed) {

    public MaskingRules {
        calls = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(calls));
        subsets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(subsets));
        reviewed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(reviewed));
    }

    public static MaskingRules none(String database) {
        return new MaskingRules(database, new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    }

    public boolean areApproved() {
        return !reviewed.isEmpty();
    }

    public Optional<FunctionCall> call(ColumnId column) {
        return Optional.ofNullable(calls.get(column));
    }

    /** These and others; the others win. */
    public MaskingRules with(Map<ColumnId, FunctionCall> others) {
        TreeMap<ColumnId, FunctionCall> all = new TreeMap<>(calls);
        all.putAll(others);
        return new MaskingRules(database, all, subsets, reviewed);
    }

    /** These, but nobody decided about some columns. */
    public MaskingRules without(Set<ColumnId> columns) {
        TreeMap<ColumnId, FunctionCall> rest = new TreeMap<>(calls);
        rest.keySet().removeAll(columns);
        return new MaskingRules(database, rest, subsets, reviewed);
    }

    /** The same, approved for the columns that there are now. */
    public MaskingRules approved(DatabaseShape shape) {
        return new MaskingRules(database, calls, subsets, new TreeSet<>(shape.columns()));
    }

    /** The columns about which nobody has to be asked again. */
    public Set<ColumnId> decided() {
        TreeSet<ColumnId> all = new TreeSet<>(reviewed);
        all.addAll(calls.keySet());
        return all;
    }

    /** How many columns get another value. */
    public long masked() {
        return calls.values().stream().filter(call -> call.function() != MaskFunction.KEEP).count();
    }
}
