package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How the schemas at one point differ from those at another.
 *
 * @param base the point that is compared with
 * @param other the point that is compared
 * @param databases by name; those that are alike are there, with an empty diff
 */
public record SchemaComparison(FoundMoment base, FoundMoment other, List<DatabaseDiff> databases) {

    /**
     * @param diff a unified diff of the schemas as SQL; empty if they are alike
     * @param changes object by object, by type and name
     * @param migration SQL that makes the base like the other; empty if there is nothing to do
     * @param notes what could not be understood, a sentence each; empty almost always
     */
    public record DatabaseDiff(
            String database,
            String diff,
            List<Change> changes,
            String migration,
            List<String> notes) {}

    /**
     * One object.
     *
     * @param kind {@code added}, {@code removed} or {@code changed}
     * @param type for example {@code TABLE} or {@code INDEX}
     * @param name qualified
     * @param before how the base has it, as SQL; null if it was added
     * @param after how the other has it, as SQL; null if it was removed
     */
    public record Change(
            String kind,
            String type,
            String name,
            @Nullable String before,
            @Nullable String after) {}
}
