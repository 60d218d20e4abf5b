package dev.cambium.gui.screen;

import org.jspecify.annotations.Nullable;

/**
 * What a screen is asked to show: a branch, and of it the present or a moment.
 *
 * @param branchId the branch's id
 * @param at the moment as the API takes it, an LSN or a time; null means the present
 * @param words how the moment is called on screen; empty for the present
 */
public record Place(String branchId, @Nullable String at, String words) {

    /** A branch as it is now. */
    public static Place now(String branchId) {
        return new Place(branchId, null, "");
    }
}
