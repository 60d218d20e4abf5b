package dev.cambium.gui.shell;

import atlantafx.base.controls.ModalPane;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.form.FormView;
import dev.cambium.gui.intake.IntakeView;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.palette.PaletteView;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.project.NewProjectForm;
import dev.cambium.gui.project.RecoverProjectForm;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.screen.Screens;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.verb.UndoButton;
import dev.cambium.gui.workspace.EngineState;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.CustomTextField;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The window's frame: top bar, rail, and in the middle the screen or the page that fits. */
public final class ShellView {

    @FXML private StackPane logoPlace;
    @FXML private MenuButton projectMenu;
    @FXML private CustomTextField searchField;
    @FXML private MenuButton themeMenu;
    @FXML private Button paletteButton;
    @FXML private Button undoButton;
    @FXML private Button newBranchButton;
    @FXML private Region engineDot;
    @FXML private Label engineLabel;
    @FXML private HBox banner;
    @FXML private Label bannerLabel;
    @FXML private VBox screenButtons;
    @FXML private ToggleButton timelineButton;
    @FXML private ToggleButton inspectorButton;
    @FXML private Button helpButton;
    @FXML private StackPane center;
    @FXML private ModalPane modal;

    private final Parent root;
    private final Workspace workspace;
    private final ShellViewModel shell;
    private final Sheet sheet;
    private final Commands commands = new Commands();
    private final Screens screens;
    private final Frame frame;
    private final HomeScreen home;
    private final EmptyView empty;
    private final NoticeView notices;

    /**
     * @param reconnect asks for the engine at once
     * @param features join the window in this order
     */
    public ShellView(
            Workspace workspace,
            Runnable reconnect,
            TaskRunner tasks,
            Preferences preferences,
            Appearance appearance,
            List<Feature> features) {
        this.workspace = workspace;
        shell = new ShellViewModel(workspace);
        root = Fxml.load("/dev/cambium/gui/shell/Shell.fxml", this);
        sheet = new Sheet(modal);
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::keepFromMenus);
        notices = new NoticeView(root);
        BooleanBinding project = shell.page().isEqualTo(ShellViewModel.Page.GRAPH);
        screens = new Screens(commands, project);
        frame =
                new Frame(
                        workspace,
                        commands,
                        screens,
                        sheet,
                        notices::show,
                        ShellView::copy,
                        tasks,
                        preferences,
                        appearance);
        empty = new EmptyView(reconnect, workspace::startCommand, ShellView::copy, commands);
        home = new HomeScreen(frame, searchField);
        screens.add(new Screen(KeyMap.GRAPH, "rail.graph", "fth-git-branch", true, () -> home));
        home.addCommands(frame, project);
        features.forEach(feature -> feature.join(frame));
        addCommands();
        logoPlace.getChildren().add(Logo.of(24));
        new Rail(screenButtons, screens, commands);
        bindTop();
        bindPanels();
        takeDroppedFiles();
        shell.page().addListener((property, before, after) -> showPage());
        screens.currentProperty().addListener((property, before, after) -> showPage());
        workspace.engineTroubleProperty().addListener((property, before, after) -> showPage());
        showPage();
    }

    public Parent root() {
        return root;
    }

    Frame frame() {
        return frame;
    }

    MenuButton themeMenu() {
        return themeMenu;
    }

    HomeScreen home() {
        return home;
    }

    /** Does what a shortcut stands for; nothing while a dialog is open. */
    boolean press(KeyEvent event) {
        return !sheet.isShowing() && commands.press(event);
    }

    /** The items of menus have the same keys, which JavaFX would follow below a dialog. */
    private void keepFromMenus(KeyEvent event) {
        if (sheet.isShowing() && KeyMap.isShortcut(event)) {
            event.consume();
        }
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void addCommands() {
        commands.add(Command.of(KeyMap.PALETTE, "fth-command", () -> PaletteView.open(frame)));
        commands.add(
                Command.of("new-project", "project.create", "fth-folder-plus", this::newProject)
                        .when(workspace.loadedProperty()));
        commands.add(
                Command.of(
                                "recover-project",
                                "project.recover",
                                "fth-archive",
                                this::recoverProject)
                        .when(workspace.loadedProperty()));
        commands.add(Command.of(KeyMap.REFRESH, "fth-refresh-cw", workspace::readAll));
        commands.add(
                Command.of(
                        KeyMap.SHORTCUTS,
                        "fth-help-circle",
                        () -> ShortcutsView.open(sheet, commands)));
    }

    private void bindTop() {
        commands.bind(newBranchButton, KeyMap.NEW_BRANCH);
        undoButton.setOnAction(event -> commands.get(KeyMap.UNDO).run());
        UndoButton.bind(undoButton, workspace);
        commands.bind(paletteButton, KeyMap.PALETTE);
        shell.projectProperty().addListener((property, before, after) -> showProjects());
        shell.projects().addListener((ListChangeListener<Project>) change -> showProjects());
        shell.engineStateProperty().addListener((property, before, after) -> showEngine());
        bannerLabel.textProperty().bind(shell.banner());
        banner.visibleProperty().bind(shell.banner().isNotEmpty());
        banner.managedProperty().bind(banner.visibleProperty());
        searchField.disableProperty().bind(Bindings.not(commands.get(KeyMap.FIND).enabled()));
        showProjects();
        showEngine();
    }

    private void showProjects() {
        ProjectMenu.fill(projectMenu, shell, commands);
    }

    private void showEngine() {
        EngineState state = shell.engineStateProperty().get();
        engineLabel.setText(state.word());
        engineDot
                .getStyleClass()
                .setAll("state-dot", "engine-" + state.name().toLowerCase(Locale.ROOT));
    }

    private void bindPanels() {
        KeyMap.INSPECTOR.describe(inspectorButton);
        KeyMap.TIMELINE.describe(timelineButton);
        inspectorButton.selectedProperty().bindBidirectional(home.inspectorOpenProperty());
        timelineButton.selectedProperty().bindBidirectional(home.timelineOpenProperty());
        for (KeyMap keys : List.of(KeyMap.INSPECTOR, KeyMap.TIMELINE)) {
            ToggleButton button = keys == KeyMap.INSPECTOR ? inspectorButton : timelineButton;
            button.visibleProperty().bind(commands.get(keys).enabled());
            button.managedProperty().bind(button.visibleProperty());
        }
        commands.bind(helpButton, KeyMap.SHORTCUTS);
    }

    /** Files that are dropped on the window are offered for import. */
    private void takeDroppedFiles() {
        root.setOnDragOver(
                event -> {
                    if (event.getDragboard().hasFiles() && !sheet.isShowing()) {
                        event.acceptTransferModes(TransferMode.COPY);
                    }
                });
        root.setOnDragDropped(
                event -> {
                    List<Path> files =
                            event.getDragboard().getFiles().stream().map(File::toPath).toList();
                    IntakeView.open(frame, files);
                    event.setDropCompleted(true);
                });
    }

    private void showPage() {
        ShellViewModel.Page page = shell.page().get();
        Screen screen = screens.currentProperty().get();
        boolean lacking = page != ShellViewModel.Page.GRAPH;
        if (screen == null || (lacking && screen.needsProject())) {
            empty.show(page, shell.trouble());
            show(empty.root());
            return;
        }
        ScreenView view = screens.view(screen);
        if (show(view.root()) && !sheet.isShowing()) {
            // Only with its skin made has a screen a place in the scene, and can take keys.
            center.applyCss();
            view.focus();
        }
    }

    /** Whether it was not there before. */
    private boolean show(Node shown) {
        if (!center.getChildren().isEmpty() && center.getChildren().getFirst().equals(shown)) {
            return false;
        }
        center.getChildren().setAll(shown);
        return true;
    }

    private void newProject() {
        FormView.open(new NewProjectForm(workspace, notices::show).form(), sheet, words -> {});
    }

    private void recoverProject() {
        workspace.ask(
                client -> client.projects().deleted(),
                deleted ->
                        FormView.open(
                                new RecoverProjectForm(workspace, notices::show, deleted).form(),
                                sheet,
                                words -> {}),
                failure ->
                        notices.show(
                                new Notice(
                                        true,
                                        Text.get("recover-project.failed"),
                                        Failures.sentence(failure))));
    }
}
