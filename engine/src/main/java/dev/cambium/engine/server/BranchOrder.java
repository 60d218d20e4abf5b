package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/**
 * How {@code sort_by} and {@code sort_order} want a list of branches: in the order of creation
 * unless told otherwise, names as a computer compares them. Branches that are alike stay as they
 * were.
 *
 * @param by Neon's word for it
 */
record BranchOrder(String by, boolean descending) {

    /**
     * @throws dev.cambium.engine.api.EngineException 400 for a word that Neon does not have either
     */
    static BranchOrder of(@Nullable String by, @Nullable String order) {
        if (by != null && !List.of("name", "created_at", "updated_at").contains(by)) {
            throw RequestBody.bad(
                    "\"sort_by\" must be name, created_at or updated_at, not \"%s\"."
                            .formatted(by));
        }
        if (order != null && !List.of("asc", "desc").contains(order)) {
            throw RequestBody.bad(
                    "\"sort_order\" must be asc or desc, not \"%s\".".formatted(order));
        }
        // Whoever names a field and no direction gets Neon's.
        return new BranchOrder(
                by == null ? "created_at" : by, order == null ? by != null : order.equals("desc"));
    }

    List<Branch> sorted(List<Branch> branches) {
        Comparator<Branch> comparator =
                switch (by) {
                    case "name" -> Comparator.comparing(Branch::name);
                    case "updated_at" -> Comparator.comparing(Branch::updatedAt);
                    default -> Comparator.comparing(Branch::createdAt);
                };
        return branches.stream().sorted(descending ? comparator.reversed() : comparator).toList();
    }
}
