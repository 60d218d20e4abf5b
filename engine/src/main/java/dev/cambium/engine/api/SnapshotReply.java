package dev.cambium.engine.api;

import java.util.List;

/** The answer to taking a snapshot. */
public record SnapshotReply(Snapshot snapshot, List<Operation> operations) {}
