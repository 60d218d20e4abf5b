package dev.cambium.engine.wal.digest;

import java.util.Arrays;

/**
 * How many rows each relation has, as far as it can be told: from its making, or from the planner's
 * belief, and what was committed since. Not thread-safe.
 */
final class RelationSizes {

    static final long UNKNOWN = -1;

    private long[] rows = new long[0];

    long get(int relation) {
        return relation < rows.length ? rows[relation] : UNKNOWN;
    }

    void set(int relation, long value) {
        if (relation >= rows.length) {
            int before = rows.length;
            rows = Arrays.copyOf(rows, Math.max(64, (relation + 1) * 2));
            Arrays.fill(rows, before, rows.length, UNKNOWN);
        }
        rows[relation] = Math.max(value, UNKNOWN);
    }

    /** Changes what is known; what is not known stays so. */
    void add(int relation, long change) {
        long known = get(relation);
        if (known != UNKNOWN) {
            set(relation, Math.max(known + change, 0));
        }
    }
}
