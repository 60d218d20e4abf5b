package dev.cambium.engine.compute;

import org.jspecify.annotations.Nullable;

/**
 * A role of users: it may do all but be the engine's own, as on a server that one has installed
 * oneself (docs/decisions/0008).
 */
public final class ProjectRole {

    /** What it is called in a new project, as is its database, unless told otherwise. */
    public static final String DEFAULT_NAME = "cambium";

    private ProjectRole() {}

    /**
     * The statement that makes it.
     *
     * @param quoted its name, as SQL takes it
     * @param verifier of its password; without one it cannot log in with a password
     */
    public static String creation(String quoted, @Nullable String verifier) {
        return "CREATE ROLE %s LOGIN SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS%s"
                .formatted(quoted, verifier == null ? "" : " PASSWORD '" + verifier + "'");
    }
}
