package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * A Postgres role of a branch, which the catalog decides: going to another moment keeps it.
 *
 * @param name unique on its branch
 * @param password as it was given out; never printed by {@link #toString()}
 */
public record Role(
        String branchId, String name, String password, Instant createdAt, Instant updatedAt) {

    /** Leaves the password out, so that a log cannot hold it. */
    @Override
    public String toString() {
        return "Role[branchId=%s, name=%s]".formatted(branchId, name);
    }
}
