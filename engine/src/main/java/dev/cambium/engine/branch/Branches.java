package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The steps of a branch's life, as new versions of its record. */
final class Branches {

    private Branches() {}

    /** Its first timeline is open. */
    static Branch ready(Branch creating, @Nullable ParentPoint parentPoint, Instant now) {
        return with(creating, parentPoint, BranchState.READY, creating.computeWanted(), null, now);
    }

    /** It has its parent's content of now. */
    static Branch reset(Branch branch, Point point, Instant now) {
        return with(
                branch,
                new ParentPoint(point.timeline(), point.lsn(), now),
                branch.state(),
                branch.computeWanted(),
                now,
                now);
    }

    /** It has other content, but the same place in the tree. */
    static Branch touched(Branch branch, Instant now) {
        return wanting(branch, branch.computeWanted(), now);
    }

    static Branch deleting(Branch branch, Instant now) {
        return with(
                branch,
                branch.parentPoint(),
                BranchState.DELETING,
                false,
                branch.lastResetAt(),
                now);
    }

    static Branch wanting(Branch branch, boolean compute, Instant now) {
        return with(
                branch, branch.parentPoint(), branch.state(), compute, branch.lastResetAt(), now);
    }

    /** It is reached at another port. */
    static Branch at(Branch branch, int port, Instant now) {
        return new Branch(
                branch.id(),
                branch.projectId(),
                branch.name(),
                branch.parentId(),
                branch.parentPoint(),
                branch.isDefault(),
                branch.isProtected(),
                branch.state(),
                branch.creationSource(),
                port,
                branch.endpointId(),
                branch.computeWanted(),
                branch.currentTimeline(),
                branch.createdAt(),
                now,
                branch.stateChangedAt(),
                branch.lastResetAt(),
                branch.expiresAt());
    }

    private static Branch with(
            Branch branch,
            @Nullable ParentPoint parentPoint,
            BranchState state,
            boolean computeWanted,
            @Nullable Instant lastResetAt,
            Instant now) {
        return new Branch(
                branch.id(),
                branch.projectId(),
                branch.name(),
                branch.parentId(),
                parentPoint,
                branch.isDefault(),
                branch.isProtected(),
                state,
                branch.creationSource(),
                branch.port(),
                branch.endpointId(),
                computeWanted,
                branch.currentTimeline(),
                branch.createdAt(),
                now,
                state == branch.state() ? branch.stateChangedAt() : now,
                lastResetAt,
                branch.expiresAt());
    }
}
