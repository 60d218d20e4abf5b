package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.catalog.UndoStep.Touched;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A row of {@code undo_step}. */
@Entity
@Table(name = "undo_step")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class UndoStepRow {

    @Id private UUID id;
    private String projectId;
    private String branchId;
    private String action;
    private String title;
    private Instant doneAt;
    private @Nullable Instant undoneAt;

    /** Takes all but the branches, which have rows of their own. */
    public void take(UndoStep step) {
        id = step.id();
        projectId = step.projectId();
        branchId = step.branchId();
        action = step.action();
        title = step.title();
        doneAt = step.doneAt();
        undoneAt = step.undoneAt();
    }

    public UUID id() {
        return id;
    }

    public UndoStep toRecord(List<Touched> branches) {
        return new UndoStep(id, projectId, branchId, action, title, doneAt, undoneAt, branches);
    }
}
