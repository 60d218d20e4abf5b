package dev.cambium.gui.intake;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.ProjectMaking;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The form of an import: from files or a running database, into a branch or a new project. */
final class IntakeViewModel {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final ProjectMaking making;
    private final ObservableList<Path> files = FXCollections.observableArrayList();
    private final BooleanProperty fromFiles = new SimpleBooleanProperty(true);
    private final StringProperty url = new SimpleStringProperty("");
    private final StringProperty projectName = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Branch> branch = new SimpleObjectProperty<>(null);
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper phase = new ReadOnlyStringWrapper("");
    private final StringBinding problem;
    private final BooleanBinding ready;

    /** The project that is being filled; written by the thread that asks the engine. */
    private volatile @Nullable String filled;

    IntakeViewModel(Workspace workspace, Consumer<Notice> notices) {
        this.workspace = workspace;
        this.notices = notices;
        making = new ProjectMaking(workspace);
        branch.set(workspace.selectedProperty().get());
        problem =
                Bindings.createStringBinding(
                        this::findProblem, files, fromFiles, url, projectName, branch);
        ready = problem.isEmpty().and(working.not());
        workspace
                .progress()
                .addListener(
                        (MapChangeListener<String, Double>)
                                change -> {
                                    Double done = change.getValueAdded();
                                    if (working.get() && done != null) {
                                        progress.set(done);
                                    }
                                });
        workspace
                .phases()
                .addListener(
                        (MapChangeListener<String, String>)
                                change -> {
                                    String told = change.getValueAdded();
                                    if (working.get() && told != null) {
                                        phase.set(told);
                                    }
                                });
    }

    /** In their order. */
    ObservableList<Path> files() {
        return files;
    }

    BooleanProperty fromFilesProperty() {
        return fromFiles;
    }

    StringProperty urlProperty() {
        return url;
    }

    /** The branch that is filled; of no account while a new project is named. */
    ObjectProperty<@Nullable Branch> branchProperty() {
        return branch;
    }

    /** A new project to put it into; blank means the branch. */
    StringProperty projectNameProperty() {
        return projectName;
    }

    /** What is still missing, as a sentence; empty when it can begin. */
    StringBinding problem() {
        return problem;
    }

    BooleanBinding ready() {
        return ready;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** Between 0 and 1; -1 while nothing is known. */
    ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What the engine is at, in its words. */
    ReadOnlyStringProperty phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** Asks the engine to let go of what was begun; a project made for it goes with it. */
    void stop() {
        String project = filled;
        if (!working.get()) {
            return;
        }
        if (project == null) {
            making.cancel(error::set); // there is nothing yet to put anything into
            return;
        }
        workspace.ask(
                client -> {
                    for (Operation each : client.projects().operations(project)) {
                        if (each.cancellable() && each.action().equals("import_data")) {
                            return client.projects().cancel(project, each.id());
                        }
                    }
                    throw new EngineException(
                            409, "OPERATION_NOT_CANCELLABLE", Text.get("import.stop.none"));
                },
                asked -> {},
                failure -> error.set(Failures.sentence(failure)));
    }

    ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    private String findProblem() {
        String wanted = projectName.get().strip();
        if (fromFiles.get() && files.isEmpty()) {
            return Text.get("import.problem.files");
        } else if (!fromFiles.get() && !url.get().strip().matches("postgres(ql)?://\\S+")) {
            return Text.get("import.problem.url");
        } else if (wanted.isEmpty() && branch.get() == null) {
            return Text.get("import.problem.project");
        } else if (workspace.projects().stream().anyMatch(each -> each.name().equals(wanted))) {
            return Text.get("new-project.name.taken");
        }
        return "";
    }

    void begin(Runnable onSuccess) {
        if (!ready.get()) {
            return;
        }
        boolean fileWise = fromFiles.get();
        List<Path> chosen = List.copyOf(files);
        String from = url.get().strip();
        run(
                (client, into) ->
                        fileWise
                                ? client.transfers()
                                        .importFiles(
                                                into.projectId(),
                                                into.branch(),
                                                new ImportRequest(chosen, null))
                                : client.transfers()
                                        .importDatabase(
                                                into.projectId(),
                                                into.branch(),
                                                new DatabaseImport(from, null, false)),
                onSuccess);
    }

    /** Makes a project with the sample shop. */
    void sample(Runnable onSuccess) {
        projectName.set(Text.get("import.sample.project"));
        run((client, into) -> client.transfers().loadSample(into.projectId(), 1), onSuccess);
    }

    private record Into(Project project, String branch) {

        String projectId() {
            return project.id();
        }
    }

    private interface Intake {
        ImportReport into(EngineClient client, Into into);
    }

    private void run(Intake intake, Runnable onSuccess) {
        String newProject = projectName.get().strip();
        Project current = workspace.projectProperty().get();
        Branch target = branch.get();
        working.set(true);
        filled = null;
        if (!newProject.isEmpty()) {
            making.begin(newProject);
        }
        phase.set(Text.get("import.phase.none"));
        progress.set(-1);
        error.set("");
        Function<EngineClient, Into> where =
                client -> {
                    if (newProject.isEmpty() && current != null && target != null) {
                        return new Into(current, target.id());
                    }
                    var made =
                            client.projects().create(new NewProject(newProject, null, null, null));
                    return new Into(made.project(), made.branch().id());
                };
        workspace.ask(
                client -> {
                    Into into = where.apply(client);
                    filled = into.projectId();
                    try {
                        return new Done(intake.into(client, into), into.project());
                    } catch (EngineException e) {
                        if (!newProject.isEmpty()) {
                            // Nobody wants a project that is empty because its import failed.
                            client.projects().delete(into.projectId());
                        }
                        throw e;
                    }
                },
                done -> {
                    making.end();
                    working.set(false);
                    told(done.report());
                    // Not looked up: the list may be older than the project.
                    workspace.chooseProject(done.project());
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> {
                    making.end();
                    working.set(false);
                    error.set(Failures.sentence(failure));
                    workspace.readAll();
                });
    }

    private record Done(ImportReport report, Project project) {}

    private void told(ImportReport report) {
        notices.accept(
                new Notice(
                        false,
                        Text.get("import.done", report.branch().name()),
                        Text.get(
                                "import.done.sentence",
                                report.statements(),
                                report.rowsCopied(),
                                Figures.size(report.bytesRead()),
                                Figures.duration(Duration.ofMillis(report.durationMs())))));
    }
}
