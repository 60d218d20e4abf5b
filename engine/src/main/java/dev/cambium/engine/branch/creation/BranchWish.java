package dev.cambium.engine.branch.creation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * How a new branch is to be.
 *
 * @param name null lets the engine find one
 * @param compute whether its compute is to run
 * @param isProtected whether resetting and deleting it is to be refused
 * @param expiresAt when it is to be deleted by itself, null for never; not for protected ones
 * @param words by their names, to be kept with it
 */
public record BranchWish(
        @Nullable String name,
        boolean compute,
        boolean isProtected,
        @Nullable Instant expiresAt,
        Map<String, String> words) {

    /** One without words. */
    public BranchWish(
            @Nullable String name,
            boolean compute,
            boolean isProtected,
            @Nullable Instant expiresAt) {
        this(name, compute, isProtected, expiresAt, Map.of());
    }

    /** One that lives for good, until somebody deletes it. */
    public static BranchWish named(@Nullable String name, boolean compute) {
        return new BranchWish(name, compute, false, null);
    }
}
