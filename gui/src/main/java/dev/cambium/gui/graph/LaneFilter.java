package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchKind;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which branches have a lane.
 *
 * @param hidden ids of those that were hidden one by one
 * @param kinds those that are shown
 * @param solo the id of the one that is shown with its ancestors and descendants alone; null for
 *     none
 */
record LaneFilter(Set<String> hidden, Set<BranchKind> kinds, @Nullable String solo) {

    static final LaneFilter ALL = new LaneFilter(Set.of(), EnumSet.allOf(BranchKind.class), null);

    LaneFilter hiding(String id) {
        Set<String> more = new HashSet<>(hidden);
        more.add(id);
        return new LaneFilter(more, kinds, solo);
    }

    LaneFilter alone(String id) {
        return new LaneFilter(hidden, kinds, id);
    }

    LaneFilter with(BranchKind kind, boolean shown) {
        Set<BranchKind> others = EnumSet.noneOf(BranchKind.class);
        others.addAll(kinds);
        if (shown) {
            others.add(kind);
        } else {
            others.remove(kind);
        }
        return new LaneFilter(hidden, others, solo);
    }

    boolean all() {
        return equals(ALL);
    }

    List<Branch> of(List<Branch> branches) {
        if (all()) {
            return branches;
        }
        Map<String, Branch> byId = new HashMap<>();
        branches.forEach(each -> byId.put(each.id(), each));
        return branches.stream()
                .filter(each -> !hidden.contains(each.id()))
                .filter(each -> kinds.contains(BranchKind.of(each)))
                .filter(each -> solo == null || related(each, byId))
                .toList();
    }

    private boolean related(Branch branch, Map<String, Branch> byId) {
        return solo != null
                && (isAbove(solo, branch, byId) || isAbove(branch.id(), byId.get(solo), byId));
    }

    /** Whether an id is the branch's own or that of an ancestor. */
    private static boolean isAbove(String id, @Nullable Branch branch, Map<String, Branch> byId) {
        for (Branch each = branch; each != null; each = byId.get(each.parentId())) {
            if (each.id().equals(id)) {
                return true;
            }
        }
        return false;
    }
}
