package dev.cambium.gui.activity;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The project's operations, newest first, and how many of them run or have failed. */
public final class ActivityViewModel {

    /** More are in the engine's catalog; nobody scrolls further here. */
    private static final int MOST_SHOWN = 200;

    private final Workspace workspace;
    private final Consumer<String> clipboard;
    private final ObservableList<OperationRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper running = new ReadOnlyIntegerWrapper(0);
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");

    /** Names outlive their branches here: what was deleted is still called what it was called. */
    private final Map<String, String> names = new HashMap<>();

    public ActivityViewModel(Workspace workspace, Consumer<String> clipboard) {
        this.workspace = workspace;
        this.clipboard = clipboard;
        workspace.operations().addListener((ListChangeListener<Operation>) change -> refresh());
        workspace.branches().addListener((ListChangeListener<Branch>) change -> refresh());
        workspace.progress().addListener((MapChangeListener<String, Double>) change -> refresh());
        refresh();
    }

    ObservableList<OperationRow> rows() {
        return rows;
    }

    public ReadOnlyIntegerProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** One line for the panel's head. */
    ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    void copyError(OperationRow row) {
        clipboard.accept(row.error());
    }

    /** Writes running durations anew. */
    void tick() {
        if (running.get() > 0) {
            refresh();
        }
    }

    private void refresh() {
        workspace.branches().forEach(branch -> names.put(branch.id(), branch.name()));
        Instant now = Instant.now();
        List<OperationRow> shown =
                workspace.operations().stream()
                        .sorted(Comparator.comparing(Operation::createdAt).reversed())
                        .limit(MOST_SHOWN)
                        .map(operation -> row(operation, now))
                        .toList();
        show(shown);
        running.set((int) count(OperationRow.Status.RUNNING));
        long failed = count(OperationRow.Status.FAILED);
        summary.set(
                failed == 0
                        ? Text.get("activity.summary", rows.size(), running.get())
                        : Text.get("activity.summary.failed", rows.size(), running.get(), failed));
    }

    /** Changes only the rows that changed, so that a button does not move away under a click. */
    private void show(List<OperationRow> shown) {
        boolean same = rows.size() == shown.size();
        for (int i = 0; same && i < shown.size(); i++) {
            same = rows.get(i).id().equals(shown.get(i).id());
        }
        if (!same) {
            rows.setAll(shown);
            return;
        }
        for (int i = 0; i < shown.size(); i++) {
            if (!rows.get(i).equals(shown.get(i))) {
                rows.set(i, shown.get(i));
            }
        }
    }

    private OperationRow row(Operation operation, Instant now) {
        String branchId = operation.branchId();
        String name = branchId == null ? "" : names.getOrDefault(branchId, branchId);
        return OperationRow.of(operation, name, workspace.progress().get(operation.id()), now);
    }

    private long count(OperationRow.Status status) {
        return rows.stream().filter(row -> row.status() == status).count();
    }
}
