package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new project; null means the default.
 *
 * @param databaseName the first database; null means one named after the role, empty means none
 */
public record NewProject(
        @Nullable String name,
        @Nullable String branchName,
        @Nullable String roleName,
        @Nullable String databaseName) {}
