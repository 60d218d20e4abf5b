package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new branch; null means the default.
 *
 * @param name null lets the engine find one
 * @param parent the parent's id or name; null means the default branch
 * @param compute whether to start a compute on it at once
 */
public record NewBranch(@Nullable String name, @Nullable String parent, boolean compute) {}
