package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A branch at a moment.
 *
 * @param branch its id or its name
 * @param at an LSN, or a time of RFC 3339 with its zone; null means now
 */
public record BranchMoment(String branch, @Nullable String at) {

    /** A branch as it is now. */
    public static BranchMoment now(String branch) {
        return new BranchMoment(branch, null);
    }
}
