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
 * @param endpoints what is to be set for its compute, and by which others it can be read
 */
public record BranchWish(
        @Nullable String name,
        boolean compute,
        boolean isProtected,
        @Nullable Instant expiresAt,
        Map<String, String> words,
        EndpointWishes endpoints) {

    /** One without words, and with the endpoint that each branch has. */
    public BranchWish(
            @Nullable String name,
            boolean compute,
            boolean isProtected,
            @Nullable Instant expiresAt) {
        this(name, compute, isProtected, expiresAt, Map.of(), EndpointWishes.NONE);
    }

    /** One that lives for good, until somebody deletes it. */
    public static BranchWish named(@Nullable String name, boolean compute) {
        return new BranchWish(name, compute, false, null);
    }
}
