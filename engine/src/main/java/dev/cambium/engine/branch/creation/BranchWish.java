package dev.cambium.engine.branch.creation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a new branch is to be.
 *
 * @param name null lets the engine find one
 * @param compute whether its compute is to run
 * @param isProtected whether resetting and deleting it is to be refused
 * @param expiresAt when it is to be deleted by itself, null for never; not for protected ones
 */
public record BranchWish(
        @Nullable String name, boolean compute, boolean isProtected, @Nullable Instant expiresAt) {

    /** One that lives for good, until somebody deletes it. */
    public static BranchWish named(@Nullable String name, boolean compute) {
        return new BranchWish(name, compute, false, null);
    }
}
