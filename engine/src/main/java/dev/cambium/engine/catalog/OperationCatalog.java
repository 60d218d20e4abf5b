package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.OperationRow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the catalog knows of operations. Thread-safe, as the {@link Catalog} it belongs to. */
public final class OperationCatalog {

    /** The clock of a computer may be set back between two steps of one creation. */
    private static final Duration CLOCK_SET_BACK_MAX = Duration.ofMinutes(1);

    private final Catalog catalog;

    OperationCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The last ones of a project, newest first.
     *
     * @param limit at most so many, at least 1
     */
    public List<Operation> newest(String projectId, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " operations");
        }
        return Catalog.list(
                catalog.find(OperationRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .orderBy("createdAt desc, id desc")
                        .setMaxRows(limit)
                        .query(),
                OperationRow::toRecord);
    }

    /**
     * All of a branch since it was made, newest first. Costs as much as its project has had of them
     * since then: next to nothing for a branch that was just made.
     */
    public List<Operation> of(Branch branch) {
        return Catalog.list(
                catalog.find(OperationRow.class)
                        .where()
                        .eq("projectId", branch.projectId())
                        .ge("createdAt", branch.createdAt().minus(CLOCK_SET_BACK_MAX))
                        .eq("branchId", branch.id())
                        .orderBy("createdAt desc, id desc")
                        .query(),
                OperationRow::toRecord);
    }

    /** All whose outcome is not written, oldest first: at a start, the interrupted. */
    public List<Operation> running() {
        return Catalog.list(
                catalog.find(OperationRow.class)
                        .where()
                        .eq("state", OperationState.RUNNING)
                        .orderBy("createdAt, id")
                        .query(),
                OperationRow::toRecord);
    }

    public Optional<Operation> byId(UUID id) {
        return Catalog.one(
                catalog.find(OperationRow.class).where().idEq(id).query(), OperationRow::toRecord);
    }
}
