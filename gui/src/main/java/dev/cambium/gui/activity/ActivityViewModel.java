package dev.cambium.gui.activity;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import org.jspecify.annotations.Nullable;

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
    private final Consumer<Notice> notices;
    private final ObservableList<OperationRow> rows = FXCollections.observableArrayList();
    private final FilteredList<OperationRow> shown = new FilteredList<>(rows);
    private final StringProperty words = new SimpleStringProperty("");
    private final ObjectProperty<OperationRow.@Nullable Status> only =
            new SimpleObjectProperty<>(null);
    private final ReadOnlyIntegerWrapper running = new ReadOnlyIntegerWrapper(0);
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");

    /** Names outlive their branches here: what was deleted is still called what it was called. */
    private final Map<String, String> names = new HashMap<>();

    /**
     * @param clipboard takes what is copied
     * @param notices hears why something was not cancelled
     */
    public ActivityViewModel(
            Workspace workspace, Consumer<String> clipboard, Consumer<Notice> notices) {
        this.workspace = workspace;
        this.clipboard = clipboard;
        this.notices = notices;
        workspace.operations().addListener((ListChangeListener<Operation>) change -> refresh());
        workspace.branches().addListener((ListChangeListener<Branch>) change -> refresh());
        workspace.progress().addListener((MapChangeListener<String, Double>) change -> refresh());
        workspace.phases().addListener((MapChangeListener<String, String>) change -> refresh());
        words.addListener((property, before, after) -> filter());
        only.addListener((property, before, after) -> filter());
        refresh();
    }

    /** Those that fit the filter, newest first. */
    ObservableList<OperationRow> rows() {
        return shown;
    }

    /** Whether there are any, whatever the filter. */
    boolean empty() {
        return rows.isEmpty();
    }

    /** What a row must have in its action, branch or error; empty for anything. */
    StringProperty wordsProperty() {
        return words;
    }

    /** The status that a row must have; null for any. */
    ObjectProperty<OperationRow.@Nullable Status> onlyProperty() {
        return only;
    }

    private void filter() {
        shown.setPredicate(row -> row.fits(words.get(), only.get()));
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

    /** Asks the engine to let go of it. */
    void cancel(OperationRow row) {
        workspace.operations().stream()
                .filter(each -> each.id().equals(row.id()))
                .findFirst()
                .ifPresent(each -> workspace.cancel(each, this::goesOn));
    }

    private void goesOn(String sentence) {
        notices.accept(new Notice(true, Text.get("activity.cancel.failed"), sentence));
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
        List<OperationRow> fresh =
                workspace.operations().stream()
                        .sorted(Comparator.comparing(Operation::createdAt).reversed())
                        .limit(MOST_SHOWN)
                        .map(operation -> row(operation, now))
                        .toList();
        show(fresh);
        running.set((int) count(OperationRow.Status.RUNNING));
        long failed = count(OperationRow.Status.FAILED);
        summary.set(
                failed == 0
                        ? Text.get("activity.summary", rows.size(), running.get())
                        : Text.get("activity.summary.failed", rows.size(), running.get(), failed));
    }

    /** Changes only the rows that changed, so that a button does not move away under a click. */
    private void show(List<OperationRow> fresh) {
        boolean same = rows.size() == fresh.size();
        for (int i = 0; same && i < fresh.size(); i++) {
            same = rows.get(i).id().equals(fresh.get(i).id());
        }
        if (!same) {
            rows.setAll(fresh);
            return;
        }
        for (int i = 0; i < fresh.size(); i++) {
            if (!rows.get(i).equals(fresh.get(i))) {
                rows.set(i, fresh.get(i));
            }
        }
    }

    private OperationRow row(Operation operation, Instant now) {
        String branchId = operation.branchId();
        String name = branchId == null ? "" : names.getOrDefault(branchId, branchId);
        return OperationRow.of(
                operation,
                name,
                workspace.progress().get(operation.id()),
                workspace.phases().getOrDefault(operation.id(), ""),
                now);
    }

    private long count(OperationRow.Status status) {
        return rows.stream().filter(row -> row.status() == status).count();
    }
}
