package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which branch lies on which row. Children follow their parent, the youngest first: a child's line
 * drops from its parent at the moment it branched, and everything that lies between is younger, so
 * to the right of it. Thus no line ever crosses a lane or a label.
 *
 * @param rows top to bottom
 * @param rowOf by branch id
 */
public record LaneOrder(List<Branch> rows, Map<String, Integer> rowOf) {

    static final LaneOrder EMPTY = new LaneOrder(List.of(), Map.of());

    private static final Comparator<Branch> YOUNGEST_FIRST =
            Comparator.comparing(LaneOrder::branchedAt)
                    .thenComparing(Branch::createdAt)
                    .thenComparing(Branch::id)
                    .reversed();

    private static final Comparator<Branch> ROOTS =
            Comparator.comparing(Branch::isDefault)
                    .reversed()
                    .thenComparing(Branch::createdAt)
                    .thenComparing(Branch::id);

    static LaneOrder of(List<Branch> branches) {
        Set<String> ids = new HashSet<>();
        branches.forEach(branch -> ids.add(branch.id()));
        Map<String, List<Branch>> children = new HashMap<>();
        List<Branch> roots = new ArrayList<>();
        for (Branch branch : branches) {
            String parent = branch.parentId();
            if (parent == null || !ids.contains(parent)) {
                roots.add(branch);
            } else {
                children.computeIfAbsent(parent, key -> new ArrayList<>()).add(branch);
            }
        }
        roots.sort(ROOTS);
        children.values().forEach(list -> list.sort(YOUNGEST_FIRST));
        List<Branch> rows = new ArrayList<>(branches.size());
        Map<String, Integer> rowOf = new HashMap<>();
        Deque<Branch> next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            Branch branch = next.pop();
            rowOf.put(branch.id(), rows.size());
            rows.add(branch);
            children.getOrDefault(branch.id(), List.of()).reversed().forEach(next::push);
        }
        return new LaneOrder(List.copyOf(rows), Map.copyOf(rowOf));
    }

    /**
     * The moment a branch left its parent: the moment of the parent that it was made from. A reset
     * moves that to now, but the lane goes back to where the branch was made.
     */
    static Instant branchedAt(Branch branch) {
        Instant moment = branch.parentTimestamp();
        return moment != null && branch.lastResetAt() == null && moment.isBefore(branch.createdAt())
                ? moment
                : branch.createdAt();
    }
}
