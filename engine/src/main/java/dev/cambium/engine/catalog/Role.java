package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * A Postgres role of a project, applied to each of its branches.
 *
 * @param name unique in its project
 * @param password as it was given out; never printed by {@link #toString()}
 */
public record Role(
        String projectId, String name, String password, Instant createdAt, Instant updatedAt) {

    /** Leaves the password out, so that a log cannot hold it. */
    @Override
    public String toString() {
        return "Role[projectId=%s, name=%s]".formatted(projectId, name);
    }
}
