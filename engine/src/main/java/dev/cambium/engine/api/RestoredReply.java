package dev.cambium.engine.api;

import java.util.List;

/**
 * The answer to restoring a snapshot.
 *
 * @param branch the new one, or the one whose content was replaced
 */
public record RestoredReply(Branch branch, List<Endpoint> endpoints, List<Operation> operations) {}
