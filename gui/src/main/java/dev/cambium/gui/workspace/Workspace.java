package dev.cambium.gui.workspace;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.Undoable;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the window knows: the engine's state, its projects, and of the chosen project the branches,
 * ticks and operations. Events keep it fresh. Used on the screen's thread only.
 */
public final class Workspace implements AutoCloseable {

    private final TaskRunner runner;
    private final EngineConnection connection;
    private final Reloads reloads;

    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyObjectWrapper<@Nullable Project> project =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyObjectWrapper<@Nullable Branch> selected =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObservableList<Project> projects = FXCollections.observableArrayList();
    private final ObservableList<Branch> branches = FXCollections.observableArrayList();
    private final ObservableList<Tick> ticks = FXCollections.observableArrayList();
    private final ObservableList<Operation> operations = FXCollections.observableArrayList();
    private final ObservableList<Snapshot> snapshots = FXCollections.observableArrayList();
    private final ObservableList<Undoable> undoable = FXCollections.observableArrayList();
    private final ObservableMap<String, String> phases = FXCollections.observableHashMap();
    private final ObservableMap<String, Double> progress = FXCollections.observableHashMap();
    private @Nullable String wantedBranch;
    private int generation;

    /**
     * @param wantedBranch the branch to choose at first, by name; null means the default branch
     */
    public Workspace(EngineSource source, TaskRunner runner, @Nullable String wantedBranch) {
        this.runner = runner;
        this.wantedBranch = wantedBranch;
        reloads = new Reloads(runner, this::read);
        connection = new EngineConnection(source, runner, this::onEvent, this::readAll);
    }

    /** Begins to ask for the engine; returns at once. */
    public void connect() {
        connection.connect();
    }

    public ReadOnlyObjectProperty<EngineState> engineStateProperty() {
        return connection.stateProperty();
    }

    /** Why the engine does not answer; empty when it does. */
    public ReadOnlyStringProperty engineTroubleProperty() {
        return connection.troubleProperty();
    }

    /** What starts an engine that this window will find, for a shell. */
    public String startCommand() {
        return connection.startCommand();
    }

    /**
     * Why the last reading of a list failed although the engine answers; empty when all is well.
     */
    public ReadOnlyStringProperty readingTroubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** Whether the engine's projects, and the chosen one's branches, have been read once. */
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Project> projectProperty() {
        return project.getReadOnlyProperty();
    }

    public ObservableList<Project> projects() {
        return projects;
    }

    public ObservableList<Branch> branches() {
        return branches;
    }

    public ObservableList<Tick> ticks() {
        return ticks;
    }

    public ObservableList<Operation> operations() {
        return operations;
    }

    /** The snapshots of the project, oldest first. */
    public ObservableList<Snapshot> snapshots() {
        return snapshots;
    }

    /** What was done and can be undone, newest first. */
    public ObservableList<Undoable> undoable() {
        return undoable;
    }

    /** What running operations are at, in the engine's words, by id. */
    public ObservableMap<String, String> phases() {
        return phases;
    }

    /** How far running operations are, between 0 and 1, by id. */
    public ObservableMap<String, Double> progress() {
        return progress;
    }

    /** The chosen branch as it was last read; null when the project has none. */
    public ReadOnlyObjectProperty<@Nullable Branch> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    public void select(String branchId) {
        branch(branchId).ifPresent(selected::set);
    }

    /** Chooses a branch that may not have been read yet. */
    public void selectWhenKnown(String branchId) {
        wantedBranch = branchId;
        chooseBranch();
    }

    public Optional<Branch> branch(@Nullable String branchId) {
        return branches.stream().filter(each -> each.id().equals(branchId)).findFirst();
    }

    /** The branches made from this one. */
    public List<Branch> children(Branch parent) {
        return branches.stream().filter(each -> parent.id().equals(each.parentId())).toList();
    }

    public void chooseProject(Project chosen) {
        Project before = project.get();
        if (before == null || !before.id().equals(chosen.id())) {
            generation++;
            project.set(chosen);
            selected.set(null);
            forget();
        }
        read(EnumSet.complementOf(EnumSet.of(Topic.PROJECTS)));
    }

    /** Reads everything again. */
    public void readAll() {
        read(EnumSet.allOf(Topic.class));
    }

    /**
     * Asks the engine on another thread.
     *
     * @throws dev.cambium.engine.api.EngineException through {@code onFailure}, also when there is
     *     no connection
     */
    public <T> void ask(
            java.util.function.Function<EngineClient, T> question,
            Consumer<? super T> onSuccess,
            Consumer<? super Exception> onFailure) {
        BackgroundTask.of(() -> question.apply(connection.client()))
                .onSuccess(onSuccess)
                .onFailure(
                        failure -> {
                            connection.heard(failure);
                            onFailure.accept(failure);
                        })
                .runWith(runner);
    }

    /**
     * The connected engine, for those who are on another thread already. Thread-safe.
     *
     * @throws dev.cambium.engine.api.EngineException when there is no connection
     */
    public EngineClient engine() {
        return connection.client();
    }

    /**
     * Asks the engine to let go of an operation.
     *
     * @param onFailure gets a sentence when it goes on
     */
    public void cancel(Operation operation, Consumer<String> onFailure) {
        ask(
                client -> client.projects().cancel(operation.projectId(), operation.id()),
                asked -> readAll(),
                failure -> onFailure.accept(Failures.sentence(failure)));
    }

    /** Runs an update on the screen's thread after a while. */
    public void later(Duration delay, Runnable update) {
        runner.later(delay, update);
    }

    private void onEvent(EngineEvent event) {
        String operation = event.operationId();
        if (operation != null) {
            Double done = event.progress();
            if (event.kind().equals("operation.progress")) {
                phases.put(operation, event.message());
                if (done != null) {
                    progress.put(operation, Math.clamp(done, 0, 1));
                }
            } else if (event.kind().equals("operation.finished")
                    || event.kind().equals("operation.failed")) {
                phases.remove(operation);
                progress.remove(operation);
            }
        }
        reloads.within(Topic.patience(event), Topic.namedBy(event));
    }

    private void read(Set<Topic> topics) {
        Project chosen = project.get();
        if (topics.contains(Topic.PROJECTS) || chosen == null) {
            ask(client -> client.projects().list(), this::projectsRead, this::readingFailed);
            return;
        }
        int asked = generation;
        List<Tick> known = List.copyOf(ticks);
        ask(
                client -> Contents.read(client, chosen.id(), topics, known),
                contents -> {
                    if (asked == generation) {
                        contentsRead(contents);
                    }
                },
                this::readingFailed);
    }

    private void projectsRead(List<Project> found) {
        trouble.set("");
        replace(projects, found);
        Project chosen = project.get();
        Optional<Project> still =
                found.stream()
                        .filter(each -> chosen != null && each.id().equals(chosen.id()))
                        .findFirst();
        Optional<Project> next = still.or(() -> found.stream().findFirst());
        if (next.isPresent()) {
            if (still.isPresent()) {
                project.set(still.get());
            }
            chooseProject(next.get());
        } else {
            generation++;
            project.set(null);
            selected.set(null);
            forget();
            loaded.set(true);
        }
    }

    private void forget() {
        branches.clear();
        ticks.clear();
        operations.clear();
        snapshots.clear();
        undoable.clear();
        phases.clear();
        progress.clear();
    }

    private void contentsRead(Contents contents) {
        trouble.set("");
        contents.ticks().ifPresent(read -> replace(ticks, read));
        contents.operations().ifPresent(read -> replace(operations, read));
        contents.snapshots().ifPresent(read -> replace(snapshots, read));
        contents.undoable().ifPresent(read -> replace(undoable, read));
        contents.branches()
                .ifPresent(
                        read -> {
                            replace(branches, read);
                            chooseBranch();
                        });
        loaded.set(true);
    }

    private void chooseBranch() {
        Optional<Branch> wanted =
                branches.stream()
                        .filter(
                                each ->
                                        each.id().equals(wantedBranch)
                                                || each.name().equals(wantedBranch))
                        .findFirst();
        if (wanted.isPresent()) {
            wantedBranch = null;
            selected.set(wanted.get());
            return;
        }
        Branch before = selected.get();
        Optional<Branch> next = before == null ? Optional.empty() : branch(before.id());
        selected.set(
                next.or(() -> branches.stream().filter(Branch::isDefault).findFirst())
                        .or(() -> branches.stream().findFirst())
                        .orElse(null));
    }

    private void readingFailed(Exception failure) {
        if (Failures.unreachable(failure)) {
            return; // The connection has heard of it and says so.
        }
        trouble.set(Failures.sentence(failure));
    }

    /** Records compare by value: an unchanged list is left alone, so that nothing flickers. */
    private static <T> void replace(ObservableList<T> shown, List<T> read) {
        if (!shown.equals(read)) {
            shown.setAll(read);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
