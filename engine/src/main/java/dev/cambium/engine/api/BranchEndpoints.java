package dev.cambium.engine.api;

import java.util.List;

/**
 * What is asked of the endpoints of a new branch.
 *
 * @param own what is to be set for the one that each branch has
 * @param readOnly those to be made beside it
 */
public record BranchEndpoints(EndpointUpdate own, List<NewEndpoint> readOnly) {

    /** Nothing is set, and none is made. */
    public static final BranchEndpoints NONE =
            new BranchEndpoints(EndpointUpdate.NOTHING, List.of());

    public BranchEndpoints {
        readOnly = List.copyOf(readOnly);
    }
}
