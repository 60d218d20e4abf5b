package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.branch.BranchState;

/**
 * A branch's line in the graph; all measures in pixels from the graph's top left corner, before
 * scrolling.
 *
 * @param parentRow the row it leaves, or -1 for a root
 * @param forkX where its curve leaves the parent's lane; the start for a root
 * @param startX where its own level line begins
 * @param endX where it ends, at now
 */
public record Lane(
        Branch branch,
        BranchKind kind,
        BranchState state,
        int row,
        int parentRow,
        double forkX,
        double startX,
        double endX,
        double y,
        double parentY) {

    boolean hasParent() {
        return parentRow >= 0;
    }

    /** Where the long straight part of the curve lies. */
    double dropX() {
        return (forkX + startX) / 2;
    }
}
