package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new project; null means the default.
 *
 * @param databaseName the first database; null means one named after the role, empty means none
 * @param pgVersion the major version of Postgres: 18 or 17, or that of the installed one
 * @param postgresBin the folder of an installed Postgres of 16 to 18 to run it on
 */
public record NewProject(
        @Nullable String name,
        @Nullable String branchName,
        @Nullable String roleName,
        @Nullable String databaseName,
        @Nullable Integer pgVersion,
        @Nullable String postgresBin) {

    /** On the default Postgres. */
    public NewProject(
            @Nullable String name,
            @Nullable String branchName,
            @Nullable String roleName,
            @Nullable String databaseName) {
        this(name, branchName, roleName, databaseName, null, null);
    }
}
