package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.moment.FoundMoment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * What a query answered.
 *
 * @param moment of which branch at which moment
 * @param rows each value as Postgres writes it; null is SQL's null
 * @param cutOff why rows are missing, a sentence; null if all are there
 * @param duration of the statement alone
 */
public record QueryResult(
        FoundMoment moment,
        List<Column> columns,
        List<List<@Nullable String>> rows,
        @Nullable String cutOff,
        Duration duration) {

    /**
     * @param type as Postgres names it, for example {@code int4}
     */
    public record Column(String name, String type) {}
}
