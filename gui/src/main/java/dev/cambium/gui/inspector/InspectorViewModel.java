package dev.cambium.gui.inspector;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/** What the inspector says of the chosen branch, in words. */
public final class InspectorViewModel {

    private final Workspace workspace;
    private final ObjectProperty<ConnectionFormat> format =
            new SimpleObjectProperty<>(ConnectionFormat.URI_STRING);
    private final BooleanProperty revealed = new SimpleBooleanProperty(false);
    private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper parent = new ReadOnlyStringWrapper("");
    private @Nullable String asked;
    private @Nullable BranchState stateBefore;
    private String uri = "";

    public InspectorViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.selectedProperty().addListener((property, before, after) -> show(after));
        format.addListener((property, before, after) -> writeConnection());
        revealed.addListener((property, before, after) -> writeConnection());
        // A parent that is renamed or deleted changes what stands here without the branch changing.
        workspace
                .branches()
                .addListener(
                        (ListChangeListener<Branch>)
                                change -> parent.set(parentName(selectedProperty().get())));
        show(workspace.selectedProperty().get());
    }

    ReadOnlyObjectProperty<@Nullable Branch> selectedProperty() {
        return workspace.selectedProperty();
    }

    Workspace workspace() {
        return workspace;
    }

    ObjectProperty<ConnectionFormat> formatProperty() {
        return format;
    }

    BooleanProperty revealedProperty() {
        return revealed;
    }

    /** The connection string in the chosen format, masked unless revealed; or why there is none. */
    ReadOnlyStringProperty connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    ReadOnlyStringProperty parentProperty() {
        return parent.getReadOnlyProperty();
    }

    void selectParent() {
        withSelected(
                branch -> {
                    String parentId = branch.parentId();
                    if (parentId != null) {
                        workspace.select(parentId);
                    }
                });
    }

    private void withSelected(java.util.function.Consumer<Branch> action) {
        Branch branch = workspace.selectedProperty().get();
        if (branch != null) {
            action.accept(branch);
        }
    }

    private void show(@Nullable Branch branch) {
        if (branch == null) {
            asked = null;
            return;
        }
        parent.set(parentName(branch));
        boolean other = !branch.id().equals(asked);
        BranchState state = BranchState.of(branch);
        boolean changed = other || state != stateBefore;
        stateBefore = state;
        if (other) {
            revealed.set(false);
            uri = "";
            connection.set("");
        }
        asked = branch.id();
        if (changed || uri.isEmpty()) {
            readConnection(branch);
        }
    }

    private void readConnection(Branch branch) {
        String project = projectId();
        workspace.ask(
                client ->
                        client.endpoints()
                                .connectionUri(project, branch.id(), null, null)
                                .connectionUri(),
                found -> {
                    if (branch.id().equals(asked)) {
                        uri = found;
                        writeConnection();
                    }
                },
                failure -> {
                    if (branch.id().equals(asked) && uri.isEmpty()) {
                        connection.set(Failures.sentence(failure));
                    }
                });
    }

    private void writeConnection() {
        if (!uri.isEmpty()) {
            connection.set(
                    revealed.get() ? format.get().write(uri) : format.get().writeMasked(uri));
        }
    }

    private String projectId() {
        Project project = workspace.projectProperty().get();
        return Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
    }

    private String parentName(@Nullable Branch branch) {
        if (branch == null || branch.parentId() == null) {
            return Text.get("inspector.parent.none");
        }
        return workspace.branch(branch.parentId()).map(Branch::name).orElse(branch.parentId());
    }

    static String created(Branch branch) {
        Branch.Maker maker = branch.createdBy();
        String moment = Figures.moment(branch.createdAt());
        return maker == null || maker.name().isEmpty()
                ? Text.get(
                        "inspector.created.value",
                        moment,
                        Figures.ago(branch.createdAt(), Instant.now()))
                : Text.get("inspector.created.by", moment, maker.name());
    }
}
