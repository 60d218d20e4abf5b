package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A second address of a branch, at which it can only be read: a server that follows the branch's
 * own. It keeps nothing between its starts, so this is all there is to know.
 *
 * @param id for example {@code ep-calm-alder-1a2b3c4d}; never changes
 * @param name what people call it, null if nothing
 * @param port its TCP port, unique in a home folder together with those of branches
 */
public record ReadOnlyEndpoint(
        String id,
        String branchId,
        @Nullable String name,
        int port,
        Instant createdAt,
        Instant updatedAt) {}
