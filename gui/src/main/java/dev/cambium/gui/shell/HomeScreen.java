package dev.cambium.gui.shell;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.Opener;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.graph.GraphView;
import dev.cambium.gui.graph.GraphViewModel;
import dev.cambium.gui.graph.OutlineView;
import dev.cambium.gui.inspector.InspectorView;
import dev.cambium.gui.inspector.InspectorViewModel;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.timeline.MomentCard;
import dev.cambium.gui.timeline.PeekView;
import dev.cambium.gui.timeline.TimelineView;
import dev.cambium.gui.timeline.TimelineViewModel;
import dev.cambium.gui.verb.BranchAction;
import dev.cambium.gui.verb.BranchActions;
import dev.cambium.gui.verb.BranchDialogs;
import dev.cambium.gui.verb.DBeaver;
import dev.cambium.gui.verb.LaneMenu;
import dev.cambium.gui.verb.PsqlTerminal;
import dev.cambium.gui.verb.VerbRunner;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Parent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The window's home: the graph, the slider below it, the inspector beside it, and their verbs. */
final class HomeScreen implements ScreenView {

    private final Frame frame;
    private final Workspace workspace;
    private final CustomTextField searchField;
    private final BranchDialogs dialogs;
    private final BranchActions actions;
    private final List<BranchAction> ofTheGraph;
    private final GraphViewModel graphModel;
    private final GraphView graph;
    private final InspectorView inspector;
    private final TimelineViewModel timelineModel;
    private final TimelineView timeline;
    private final BooleanProperty timelineOpen = new SimpleBooleanProperty(true);
    private final OutlineView outline;
    private final BooleanProperty outlineOpen = new SimpleBooleanProperty(false);
    private final BooleanProperty inspectorOpen = new SimpleBooleanProperty(true);
    private final VBox middle = new VBox();
    private final BorderPane root = new BorderPane(middle);

    /**
     * @param searchField in the window's top bar; it searches the graph
     */
    HomeScreen(Frame frame, CustomTextField searchField) {
        this.frame = frame;
        this.workspace = frame.workspace();
        this.searchField = searchField;
        VerbRunner runner = new VerbRunner(workspace, frame.notices(), frame.clipboard());
        Opener terminal = PsqlTerminal.onPath(runner);
        timelineModel = new TimelineViewModel(workspace);
        dialogs = new BranchDialogs(runner, frame.sheet(), timelineModel::pickedOn);
        actions = new BranchActions(dialogs, workspace, terminal, DBeaver.onPath(runner));
        graphModel = new GraphViewModel(workspace);
        timeline =
                new TimelineView(
                        timelineModel,
                        frame.sheet(),
                        dialogs::create,
                        () -> timelineOpen.set(false));
        timeline.onPlayhead(graphModel.playheadProperty()::set);
        timelineModel.showingProperty().bind(timelineOpen);
        MomentCard card = new MomentCard(timelineModel, new AtMoment());
        ofTheGraph =
                List.of(
                        graphAction(
                                "query-branch",
                                "menu.query",
                                "fth-terminal",
                                branch -> query(branch, null)),
                        graphAction(
                                "compare-branch",
                                "menu.compare",
                                "fth-columns",
                                branch -> compare(branch, null)),
                        graphAction("hide-branch", "menu.hide", "fth-eye-off", graphModel::hide),
                        graphAction("solo-branch", "menu.solo", "fth-eye", graphModel::solo));
        LaneMenu laneMenu =
                new LaneMenu(
                        dialogs, actions, this::moveSlider, this::query, this::compare, ofTheGraph);
        graph = new GraphView(graphModel, laneMenu::of);
        inspector =
                new InspectorView(
                        new InspectorViewModel(workspace), dialogs, actions, terminal, card.root());
        outline = new OutlineView(graphModel, laneMenu::of);
        VBox.setVgrow(graph.root(), Priority.ALWAYS);
        VBox.setVgrow(outline.root(), Priority.ALWAYS);
        outlineOpen.addListener((property, before, on) -> showTimeline(timelineOpen.get()));
        timelineOpen.addListener((property, before, on) -> showTimeline(on));
        inspectorOpen.addListener((property, before, on) -> showInspector(on));
        showTimeline(true);
        showInspector(true);
        new SearchField(searchField, graphModel, graph::focus);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        if (outlineOpen.get()) {
            outline.root().requestFocus();
        } else {
            graph.focus();
        }
    }

    GraphViewModel graph() {
        return graphModel;
    }

    BooleanProperty timelineOpenProperty() {
        return timelineOpen;
    }

    BooleanProperty inspectorOpenProperty() {
        return inspectorOpen;
    }

    private void showTimeline(boolean on) {
        if (on) {
            middle.getChildren().setAll(tree(), timeline.root());
        } else {
            middle.getChildren().setAll(tree());
            focus();
        }
    }

    private Parent tree() {
        return outlineOpen.get() ? outline.root() : graph.root();
    }

    private void showInspector(boolean on) {
        root.setRight(on ? inspector.root() : null);
    }

    /**
     * Adds what can be done on the graph and to the chosen branch.
     *
     * @param project whether there is a project to show
     */
    void addCommands(Frame frame, ObservableBooleanValue project) {
        Commands commands = frame.commands();
        BooleanBinding here = frame.screens().showing(KeyMap.GRAPH);
        BooleanBinding home = here.and(BooleanProperty.booleanExpression(project));
        commands.add(
                Command.of(
                                KeyMap.NEW_BRANCH,
                                "fth-plus",
                                () -> dialogs.create(workspace.selectedProperty().get()))
                        .when(project));
        commands.add(Command.of(KeyMap.FIND, "fth-search", this::find).when(home));
        actions.addTo(commands, workspace, home);
        BranchActions.add(ofTheGraph, commands, workspace, home);
        commands.add(
                Command.of("show-all-branches", "filter.all", "fth-eye", graphModel::showAll)
                        .when(home));
        commands.add(startOrSuspend(home));
        commands.add(
                Command.of(KeyMap.UNDO, "fth-corner-up-left", dialogs::undo)
                        .when(home.and(Bindings.isNotEmpty(workspace.undoable()))));
        commands.add(
                Command.of("recover", "menu.recover", "fth-archive", dialogs::recover)
                        .when(project));
        commands.add(
                Command.of("empty-trash", "menu.trash", "fth-trash", dialogs::emptyTrash)
                        .when(project));
        commands.add(Command.of(KeyMap.ZOOM_IN, "fth-zoom-in", graphModel::zoomIn).when(home));
        commands.add(Command.of(KeyMap.ZOOM_OUT, "fth-zoom-out", graphModel::zoomOut).when(home));
        commands.add(Command.of(KeyMap.FIT, "fth-maximize-2", graphModel::fit).when(home));
        commands.add(Command.of(KeyMap.OUTLINE, "fth-list", () -> toggle(outlineOpen)).when(home));
        commands.add(
                Command.of(
                                "before-last-ddl",
                                "timeline.before-ddl.tip",
                                "fth-chevron-left",
                                timeline::beforeLastDdl)
                        .when(home));
        commands.add(
                Command.of(
                                "before-last-big-write",
                                "timeline.before-big-write.tip",
                                "fth-chevron-left",
                                timeline::beforeLastBigWrite)
                        .when(home));
        commands.add(
                Command.of("slider-now", "timeline.go-now", "fth-chevron-right", timeline::goToNow)
                        .when(home));
        commands.add(
                Command.of(KeyMap.INSPECTOR, "fth-sidebar", () -> toggle(inspectorOpen))
                        .when(home));
        commands.add(
                Command.of(KeyMap.TIMELINE, "fth-clock", () -> toggle(timelineOpen)).when(home));
    }

    /** One shortcut for both, because a branch can only ever do one of them. */
    private Command startOrSuspend(ObservableBooleanValue home) {
        return Command.of(
                        KeyMap.START_SUSPEND,
                        "fth-power",
                        () -> {
                            Branch branch = workspace.selectedProperty().get();
                            if (branch != null) {
                                dialogs.startOrSuspend(branch);
                            }
                        })
                .when(
                        BooleanExpression.booleanExpression(home)
                                .and(workspace.selectedProperty().isNotNull()));
    }

    /** Where the card's buttons lead. */
    private final class AtMoment implements MomentCard.Actions {
        @Override
        public void branch(Branch branch, @Nullable PickedMoment moment) {
            dialogs.create(branch, moment);
        }

        @Override
        public void restore(Branch branch, PickedMoment moment) {
            dialogs.restore(branch, moment);
        }

        @Override
        public void snapshot(Branch branch, PickedMoment moment) {
            dialogs.snapshot(branch, moment);
        }

        @Override
        public void query(Branch branch, PickedMoment moment) {
            HomeScreen.this.query(branch, moment);
        }

        @Override
        public void look(Branch branch, PickedMoment moment, List<String> written) {
            PeekView.open(workspace, branch, moment, written, frame.sheet());
        }
    }

    private static BranchAction graphAction(
            String id, String textKey, String icon, Consumer<Branch> action) {
        return new BranchAction(id, textKey, icon, null, false, branch -> "", action);
    }

    private void query(Branch branch, @Nullable PickedMoment moment) {
        frame.screens()
                .show(
                        KeyMap.CONSOLE,
                        moment == null
                                ? Place.now(branch.id())
                                : new Place(branch.id(), moment.asked(), moment.words()));
    }

    private void compare(Branch branch, @Nullable PickedMoment moment) {
        Place place =
                moment == null
                        ? Place.now(branch.id())
                        : new Place(branch.id(), moment.asked(), moment.words());
        frame.screens().show(KeyMap.SCHEMA, place.compared());
    }

    private void moveSlider(Instant moment) {
        timelineOpen.set(true);
        timelineModel.goTo(moment);
    }

    private static void toggle(BooleanProperty open) {
        open.set(!open.get());
    }

    private void find() {
        searchField.requestFocus();
        searchField.selectAll();
    }
}
