package dev.cambium.gui.shell;

import atlantafx.base.controls.ModalPane;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.activity.ActivityView;
import dev.cambium.gui.activity.ActivityViewModel;
import dev.cambium.gui.branch.BranchDialogs;
import dev.cambium.gui.branch.BranchVerbs;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.branch.InspectorView;
import dev.cambium.gui.branch.InspectorViewModel;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.graph.GraphView;
import dev.cambium.gui.graph.GraphViewModel;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.project.NewProjectView;
import dev.cambium.gui.timeline.TimelineView;
import dev.cambium.gui.timeline.TimelineViewModel;
import dev.cambium.gui.workspace.EngineState;
import dev.cambium.gui.workspace.Workspace;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.Consumer;

/** The window's frame: it wires the features together and shows the page that fits. */
public final class ShellView {

    private static final double GRAPH_SHARE = 0.72;

    @FXML private BorderPane frame;
    @FXML private StackPane logoPlace;
    @FXML private MenuButton projectMenu;
    @FXML private CustomTextField searchField;
    @FXML private MenuButton themeMenu;
    @FXML private Button newBranchButton;
    @FXML private Region engineDot;
    @FXML private Label engineLabel;
    @FXML private HBox banner;
    @FXML private Label bannerLabel;
    @FXML private Button graphButton;
    @FXML private ToggleButton activityButton;
    @FXML private ToggleButton timelineButton;
    @FXML private ToggleButton inspectorButton;
    @FXML private Button helpButton;
    @FXML private StackPane center;
    @FXML private ModalPane modal;

    private final Parent root;
    private final Workspace workspace;
    private final ShellViewModel shell;
    private final Sheet sheet;
    private final BranchVerbs verbs;
    private final BranchDialogs dialogs;
    private final GraphViewModel graphModel;
    private final GraphView graph;
    private final InspectorView inspector;
    private final ActivityView activity;
    private final TimelineView timeline;
    private final EmptyView empty;
    private final SplitPane graphAndActivity = new SplitPane();
    private final VBox home = new VBox(graphAndActivity);
    private final NoticeView notices;

    public ShellView(Workspace workspace, Runnable reconnect) {
        this.workspace = workspace;
        shell = new ShellViewModel(workspace);
        root = Fxml.load("/dev/cambium/gui/shell/Shell.fxml", this);
        sheet = new Sheet(modal);
        notices = new NoticeView(root);
        Consumer<String> clipboard = ShellView::copy;
        verbs = new BranchVerbs(workspace, notices::show, clipboard);
        dialogs = new BranchDialogs(workspace, verbs, sheet);
        graphModel = new GraphViewModel(workspace);
        TimelineViewModel timelineModel = new TimelineViewModel(workspace);
        timeline =
                new TimelineView(
                        timelineModel,
                        sheet,
                        dialogs::create,
                        () -> timelineButton.setSelected(false));
        timeline.onPlayhead(graphModel.playheadProperty()::set);
        timelineModel.showingProperty().bind(timelineButton.selectedProperty());
        graph =
                new GraphView(
                        graphModel,
                        (branch, at) ->
                                dialogs.menu(
                                        branch,
                                        at,
                                        moment -> {
                                            timelineButton.setSelected(true);
                                            timelineModel.goTo(moment);
                                        }));
        inspector = new InspectorView(new InspectorViewModel(workspace, verbs), dialogs);
        activity =
                new ActivityView(
                        new ActivityViewModel(workspace, clipboard),
                        () -> activityButton.setSelected(false));
        empty = new EmptyView(this::newProject, reconnect, clipboard);
        logoPlace.getChildren().add(Logo.of(24));
        graphAndActivity.setOrientation(Orientation.VERTICAL);
        graphAndActivity.getItems().add(graph.root());
        VBox.setVgrow(graphAndActivity, Priority.ALWAYS);
        new SearchField(searchField, graphModel, graph::focus);
        bindTop();
        bindRail();
        shell.page().addListener((property, before, after) -> showPage());
        workspace.engineTroubleProperty().addListener((property, before, after) -> showPage());
        showPage();
    }

    public Parent root() {
        return root;
    }

    MenuButton themeMenu() {
        return themeMenu;
    }

    GraphViewModel graph() {
        return graphModel;
    }

    ToggleButton activityToggle() {
        return activityButton;
    }

    ToggleButton timelineToggle() {
        return timelineButton;
    }

    ToggleButton inspectorToggle() {
        return inspectorButton;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void bindTop() {
        KeyMap.NEW_BRANCH.describe(newBranchButton);
        newBranchButton.setOnAction(event -> newBranch());
        shell.projectProperty().addListener((property, before, after) -> showProjects());
        shell.projects().addListener((ListChangeListener<Project>) change -> showProjects());
        shell.engineStateProperty().addListener((property, before, after) -> showEngine());
        bannerLabel.textProperty().bind(shell.banner());
        banner.visibleProperty().bind(shell.banner().isNotEmpty());
        banner.managedProperty().bind(banner.visibleProperty());
        showProjects();
        showEngine();
    }

    private void showProjects() {
        ProjectMenu.fill(projectMenu, shell, this::newProject);
    }

    private void showEngine() {
        EngineState state = shell.engineStateProperty().get();
        engineLabel.setText(state.word());
        engineDot
                .getStyleClass()
                .setAll("state-dot", "engine-" + state.name().toLowerCase(Locale.ROOT));
    }

    private void bindRail() {
        KeyMap.GRAPH.describe(graphButton);
        KeyMap.ACTIVITY.describe(activityButton);
        KeyMap.INSPECTOR.describe(inspectorButton);
        KeyMap.TIMELINE.describe(timelineButton);
        KeyMap.SHORTCUTS.describe(helpButton);
        graphButton.setOnAction(event -> goToGraph());
        helpButton.setOnAction(event -> ShortcutsView.open(sheet));
        inspectorButton.setSelected(true);
        timelineButton.selectedProperty().addListener((property, before, on) -> showTimeline(on));
        timelineButton.setSelected(true);
        activityButton.selectedProperty().addListener((property, before, on) -> showActivity(on));
        inspectorButton.selectedProperty().addListener((property, before, on) -> showPage());
    }

    private void goToGraph() {
        searchField.clear();
        graphModel.fit();
        graph.focus();
    }

    private void showActivity(boolean on) {
        if (on) {
            graphAndActivity.getItems().setAll(graph.root(), activity.root());
            graphAndActivity.setDividerPositions(GRAPH_SHARE);
        } else {
            graphAndActivity.getItems().setAll(graph.root());
        }
    }

    private void showTimeline(boolean on) {
        if (on) {
            home.getChildren().setAll(graphAndActivity, timeline.root());
        } else {
            home.getChildren().setAll(graphAndActivity);
            graph.focus();
        }
    }

    private void showPage() {
        ShellViewModel.Page page = shell.page().get();
        boolean atHome = page == ShellViewModel.Page.GRAPH;
        if (!atHome) {
            empty.show(page, shell.trouble());
        }
        Node shown = atHome ? home : empty.root();
        if (center.getChildren().isEmpty() || !center.getChildren().getFirst().equals(shown)) {
            center.getChildren().setAll(shown);
            if (atHome && !sheet.isShowing()) {
                // The graph is home: keys go to it at first. Only with its skin made has it a place
                // in the scene, and can take them.
                center.applyCss();
                graph.focus();
            }
        }
        frame.setRight(atHome && inspectorButton.isSelected() ? inspector.root() : null);
        newBranchButton.setDisable(!atHome);
        searchField.setDisable(!atHome);
        graphButton.setDisable(!atHome);
        activityButton.setDisable(!atHome);
        timelineButton.setDisable(!atHome);
        inspectorButton.setDisable(!atHome);
    }

    private void newBranch() {
        dialogs.create(workspace.selectedProperty().get());
    }

    private void newProject() {
        NewProjectView.open(workspace, notices::show, sheet);
    }

    /** Does what a shortcut stands for; nothing while a dialog is open or there is no branch. */
    void perform(KeyMap key, Runnable nextTheme) {
        if (sheet.isShowing()) {
            return;
        }
        boolean atHome = shell.page().get() == ShellViewModel.Page.GRAPH;
        Branch branch = atHome ? workspace.selectedProperty().get() : null;
        switch (key) {
            case THEME -> nextTheme.run();
            case SHORTCUTS -> ShortcutsView.open(sheet);
            case REFRESH -> workspace.readAll();
            case NEW_BRANCH -> when(atHome, this::newBranch);
            case FIND -> when(atHome, this::find);
            case GRAPH -> when(atHome, this::goToGraph);
            case ZOOM_IN -> when(atHome, graphModel::zoomIn);
            case ZOOM_OUT -> when(atHome, graphModel::zoomOut);
            case FIT -> when(atHome, graphModel::fit);
            case ACTIVITY -> when(atHome, activityButton::fire);
            case INSPECTOR -> when(atHome, inspectorButton::fire);
            case TIMELINE -> when(atHome, timelineButton::fire);
            case COPY_CONNECTION ->
                    with(branch, each -> verbs.copyConnection(each, ConnectionFormat.URI_STRING));
            case START_SUSPEND -> with(branch, this::startOrSuspend);
            case RESET -> with(branch, dialogs::reset);
            case DELETE -> with(branch, dialogs::delete);
        }
    }

    private void startOrSuspend(Branch branch) {
        if (dev.cambium.gui.branch.BranchRules.whyNoStartOrSuspend(branch).isEmpty()) {
            verbs.startOrSuspend(branch);
        }
    }

    private void find() {
        searchField.requestFocus();
        searchField.selectAll();
    }

    private static void when(boolean possible, Runnable action) {
        if (possible) {
            action.run();
        }
    }

    private static void with(@Nullable Branch branch, Consumer<Branch> action) {
        if (branch != null) {
            action.accept(branch);
        }
    }
}
