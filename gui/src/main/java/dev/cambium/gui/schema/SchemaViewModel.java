package dev.cambium.gui.schema;

import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSession;
import dev.cambium.gui.session.SqlSessions;
import dev.cambium.gui.session.SqlTarget;
import dev.cambium.gui.session.Standpoint;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The objects of a database of a branch or a moment, and the one that is looked at. */
final class SchemaViewModel {

    private final Standpoint standpoint;
    private final SqlSessions sessions;
    private final TaskRunner tasks;
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObservableList<SchemaObject> shown = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable ObjectDetail> detail =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private List<SchemaObject> objects = List.of();
    private @Nullable SqlTarget read;
    private boolean visible;
    private int asked;

    SchemaViewModel(Workspace workspace, SqlSessions sessions, TaskRunner tasks) {
        this.sessions = sessions;
        this.tasks = tasks;
        filter.addListener((property, before, after) -> filter());
        standpoint = new Standpoint(workspace, () -> true);
        standpoint.onMoved(this::readIfVisible);
    }

    /** Whose objects are shown. */
    Standpoint standpoint() {
        return standpoint;
    }

    StringProperty filterProperty() {
        return filter;
    }

    /** Those that fit the filter, by schema, kind and name. */
    ObservableList<SchemaObject> shown() {
        return shown;
    }

    ReadOnlyObjectProperty<@Nullable ObjectDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Why nothing could be read; empty when all is well. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** A branch is woken only for whoever looks. */
    void visible(boolean on) {
        visible = on;
        readIfVisible();
    }

    /** Reads the objects anew. */
    void refresh() {
        read = null;
        readIfVisible();
    }

    private void readIfVisible() {
        // Nothing here changes data, whatever the branch.
        SqlTarget target = standpoint.target(true);
        if (!visible || target == null || target.equals(read)) {
            return;
        }
        read = target;
        detail.set(null);
        objects = List.of();
        filter();
        standpoint.readDatabases();
        with(
                target,
                SchemaReader::objects,
                found -> {
                    objects = found;
                    filter();
                });
    }

    private void filter() {
        String wanted = filter.get().strip().toLowerCase(Locale.ROOT);
        shown.setAll(
                objects.stream()
                        .filter(
                                each ->
                                        (each.schema() + "." + each.name())
                                                .toLowerCase(Locale.ROOT)
                                                .contains(wanted))
                        .toList());
    }

    /** Reads what an object is made of, and its first rows. */
    void look(@Nullable SchemaObject object) {
        SqlTarget target = read;
        if (object == null || target == null) {
            return;
        }
        with(target, session -> SchemaReader.detail(session, object), detail::set);
    }

    /** What is read within a session of its own, which is closed at once. */
    private interface Reading<T> {
        T from(SqlSession session) throws SqlException;
    }

    private <T> void with(SqlTarget target, Reading<T> reader, Consumer<T> onRead) {
        int mine = ++asked;
        reading.set(true);
        trouble.set("");
        BackgroundTask.of(
                        () -> {
                            try (SqlSession session = sessions.open(target)) {
                                return reader.from(session);
                            }
                        })
                .onSuccess(
                        found -> {
                            if (mine == asked) {
                                reading.set(false);
                                onRead.accept(found);
                            }
                        })
                .onFailure(
                        failure -> {
                            if (mine == asked) {
                                reading.set(false);
                                read = null;
                                trouble.set(sentence(failure));
                            }
                        })
                .runWith(tasks);
    }

    private static String sentence(Exception failure) {
        String message =
                failure instanceof SqlException refused
                        ? refused.trouble().message()
                        : Failures.sentence(failure);
        return Text.get("schema.trouble", message);
    }
}
