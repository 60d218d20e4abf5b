package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new project; null means the default.
 *
 * @param databaseName the first database; null means one named after the role, empty means none
 * @param pgVersion the major version of Postgres: 18 or 17, or that of the installed one
 * @param postgresBin the folder of an installed Postgres of 16 to 18 to run it on
 * @param historyRetentionSeconds how far back moments can be opened, 0 to 2,592,000
 * @param historyMaxBytes how much disk the past may take
 * @param endpointDefaults what holds for the endpoints that set nothing themselves
 */
public record NewProject(
        @Nullable String name,
        @Nullable String branchName,
        @Nullable String roleName,
        @Nullable String databaseName,
        @Nullable Integer pgVersion,
        @Nullable String postgresBin,
        @Nullable Long historyRetentionSeconds,
        @Nullable Long historyMaxBytes,
        EndpointUpdate endpointDefaults) {

    /** With the history and the endpoints of any other. */
    public NewProject(
            @Nullable String name,
            @Nullable String branchName,
            @Nullable String roleName,
            @Nullable String databaseName,
            @Nullable Integer pgVersion,
            @Nullable String postgresBin) {
        this(
                name,
                branchName,
                roleName,
                databaseName,
                pgVersion,
                postgresBin,
                null,
                null,
                EndpointUpdate.NOTHING);
    }

    /** On the default Postgres. */
    public NewProject(
            @Nullable String name,
            @Nullable String branchName,
            @Nullable String roleName,
            @Nullable String databaseName) {
        this(name, branchName, roleName, databaseName, null, null);
    }

    /** The same that keeps so much of its past. */
    public NewProject withHistory(@Nullable Long seconds, @Nullable Long bytes) {
        return new NewProject(
                name,
                branchName,
                roleName,
                databaseName,
                pgVersion,
                postgresBin,
                seconds,
                bytes,
                endpointDefaults);
    }

    /** The same with this for the endpoints that set nothing themselves. */
    public NewProject withEndpointDefaults(EndpointUpdate defaults) {
        return new NewProject(
                name,
                branchName,
                roleName,
                databaseName,
                pgVersion,
                postgresBin,
                historyRetentionSeconds,
                historyMaxBytes,
                defaults);
    }
}
