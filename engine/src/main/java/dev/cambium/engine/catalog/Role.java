package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * A Postgres role of a branch, which the catalog decides: going to another moment keeps it.
 *
 * @param name unique on its branch
 * @param password as it was given out, empty if nobody can log in as this role; never printed by
 *     {@link #toString()}
 */
public record Role(
        String branchId, String name, String password, Instant createdAt, Instant updatedAt) {

    /** Whether it is somebody's; one that is nobody's has members. */
    public boolean canLogIn() {
        return !password.isEmpty();
    }

    /**
     * Its password on a branch that gets its content.
     *
     * @param secret whether that of this branch is not to be known there
     */
    public String passwordElsewhere(boolean secret) {
        return secret && canLogIn() ? Ids.password() : password;
    }

    /** Leaves the password out, so that a log cannot hold it. */
    @Override
    public String toString() {
        return "Role[branchId=%s, name=%s]".formatted(branchId, name);
    }
}
