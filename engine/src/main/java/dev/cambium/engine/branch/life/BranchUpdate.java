package dev.cambium.engine.branch.life;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What to change about a branch; null leaves it.
 *
 * @param name its new name
 * @param isProtected whether it may be deleted, reset and restored over no more
 * @param expiry when it deletes itself
 */
public record BranchUpdate(
        @Nullable String name, @Nullable Boolean isProtected, @Nullable Expiry expiry) {

    /**
     * @param at null lets it live for good
     */
    public record Expiry(@Nullable Instant at) {}

    public static BranchUpdate name(String name) {
        return new BranchUpdate(name, null, null);
    }
}
