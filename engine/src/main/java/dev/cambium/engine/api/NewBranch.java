package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new branch; null means the default.
 *
 * @param name null lets the engine find one
 * @param parent the parent's id or name; null means the default branch
 * @param at the moment of the parent to begin with: {@code head} (the default), an LSN, or a time
 *     of RFC 3339 with its zone
 * @param compute whether to start a compute on it at once
 * @param schemaOnly whether it becomes a root branch with the parent's schema and none of its rows
 */
public record NewBranch(
        @Nullable String name,
        @Nullable String parent,
        @Nullable String at,
        boolean compute,
        boolean schemaOnly) {

    /** One with its parent's data. */
    public NewBranch(
            @Nullable String name, @Nullable String parent, @Nullable String at, boolean compute) {
        this(name, parent, at, compute, false);
    }

    /** One that begins with what its parent has now. */
    public NewBranch(@Nullable String name, @Nullable String parent, boolean compute) {
        this(name, parent, null, compute);
    }
}
