package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.endpoint.EndpointChange;

import org.jspecify.annotations.Nullable;

/**
 * What a new project is to be like.
 *
 * @param name null lets the engine find one
 * @param branchName of its default branch; null means {@code main}
 * @param roleName null means {@code cambium}
 * @param databaseName null means one named as the role, empty means none
 * @param pgMajor a major version of Postgres; null means the default one, or that of the installed
 *     one
 * @param postgresBin the folder of an installed Postgres; null means one that the build brought
 * @param historySeconds how far back moments can be opened; null means a day
 * @param historyBytes how much disk the past may take; null means 10 GB
 * @param endpointDefaults what holds for the endpoints that set nothing themselves
 */
public record ProjectSetup(
        @Nullable String name,
        @Nullable String branchName,
        @Nullable String roleName,
        @Nullable String databaseName,
        @Nullable Integer pgMajor,
        @Nullable String postgresBin,
        @Nullable Long historySeconds,
        @Nullable Long historyBytes,
        EndpointChange endpointDefaults) {

    /** With the history and the endpoints of any other. */
    public ProjectSetup(
            @Nullable String name,
            @Nullable String branchName,
            @Nullable String roleName,
            @Nullable String databaseName,
            @Nullable Integer pgMajor,
            @Nullable String postgresBin) {
        this(
                name,
                branchName,
                roleName,
                databaseName,
                pgMajor,
                postgresBin,
                null,
                null,
                EndpointChange.NOTHING);
    }

    /** All that is not named is as it is by default. */
    public static ProjectSetup named(@Nullable String name) {
        return new ProjectSetup(name, null, null, null, null, null);
    }
}
