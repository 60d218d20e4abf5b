package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.endpoint.EndpointChange;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a new branch's endpoints are to be, from the moment on at which the branch is there.
 *
 * @param own what is set for the one that each branch has
 * @param readOnly those at which it can only be read
 */
public record EndpointWishes(EndpointChange own, List<ReadOnly> readOnly) {

    /** Nothing is set, and none but its own is asked for. */
    public static final EndpointWishes NONE = new EndpointWishes(EndpointChange.NOTHING, List.of());

    /**
     * One at which the branch can only be read.
     *
     * @param name null for none
     * @param settings what is set for it
     */
    public record ReadOnly(@Nullable String name, EndpointChange settings) {}

    public EndpointWishes {
        readOnly = List.copyOf(readOnly);
    }
}
