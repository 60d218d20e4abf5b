package dev.cambium.gui.inspector;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What belongs to the chosen branch: its snapshots, roles, databases, endpoints and schedule. It is
 * read when another branch is chosen and when an operation began or ended. Nothing of it wakes a
 * sleeping branch.
 */
final class ContentsViewModel {

    /**
     * What was read at once.
     *
     * @param branchId of which branch; empty before anything was read
     */
    record Contents(
            String branchId,
            List<Role> roles,
            List<Database> databases,
            List<Endpoint> endpoints,
            List<ScheduleItem> schedule) {

        static final Contents NONE = new Contents("", List.of(), List.of(), List.of(), List.of());
    }

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Contents> contents =
            new ReadOnlyObjectWrapper<>(Contents.NONE);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private boolean reading;
    private boolean readAgain;

    ContentsViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace
                .selectedProperty()
                .addListener(
                        (property, before, after) -> {
                            if (after == null || !after.id().equals(contents.get().branchId())) {
                                contents.set(Contents.NONE);
                                read();
                            }
                        });
        workspace.operations().addListener((ListChangeListener<Operation>) change -> read());
        read();
    }

    ReadOnlyObjectProperty<Contents> contentsProperty() {
        return contents.getReadOnlyProperty();
    }

    /** Why it could not be read; empty when it could. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** The snapshots of the chosen branch, newest first. */
    List<Snapshot> snapshots() {
        Branch branch = workspace.selectedProperty().get();
        return workspace.snapshots().stream()
                .filter(each -> branch != null && each.sourceBranchId().equals(branch.id()))
                .toList()
                .reversed();
    }

    Workspace workspace() {
        return workspace;
    }

    private void read() {
        Branch branch = workspace.selectedProperty().get();
        Project project = workspace.projectProperty().get();
        if (branch == null || project == null) {
            return;
        }
        if (reading) {
            readAgain = true;
            return;
        }
        reading = true;
        String id = branch.id();
        workspace.ask(
                client ->
                        new Contents(
                                id,
                                client.roles().list(project.id(), id),
                                client.databases().list(project.id(), id),
                                client.endpoints().of(project.id(), id),
                                client.snapshots().schedule(project.id(), id)),
                found -> {
                    trouble.set("");
                    if (isChosen(id)) {
                        contents.set(found);
                    }
                    ended();
                },
                failure -> {
                    if (isChosen(id) && !Failures.unreachable(failure)) {
                        trouble.set(Failures.sentence(failure));
                    }
                    ended();
                });
    }

    private boolean isChosen(String branchId) {
        @Nullable Branch chosen = workspace.selectedProperty().get();
        return chosen != null && chosen.id().equals(branchId);
    }

    private void ended() {
        reading = false;
        if (readAgain) {
            readAgain = false;
            read();
        }
    }
}
