package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.UndoBranchRow;
import dev.cambium.engine.catalog.entity.UndoStepRow;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the catalog knows of undo. Thread-safe, as the {@link Catalog} it belongs to. */
public final class UndoCatalog {

    private final Catalog catalog;

    UndoCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What was done and can perhaps be undone, newest first, also what was undone. */
    public List<UndoStep> steps(String projectId) {
        return Catalog.list(
                catalog.find(UndoStepRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .orderBy("doneAt desc, id desc")
                        .query(),
                this::withBranches);
    }

    /** One of them. */
    public Optional<UndoStep> step(UUID id) {
        return Catalog.one(
                catalog.find(UndoStepRow.class).where().idEq(id).query(), this::withBranches);
    }

    private UndoStep withBranches(UndoStepRow step) {
        return step.toRecord(
                catalog
                        .find(UndoBranchRow.class)
                        .where()
                        .eq("stepId", step.id())
                        .orderBy("id")
                        .findList()
                        .stream()
                        .map(UndoBranchRow::toRecord)
                        .toList());
    }
}
