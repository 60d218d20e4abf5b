package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Fxml;

import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiFunction;

/** The home of the window: the graph, with pointer, wheel and keys. */
public final class GraphView {

    /** A press that moves less is a click. */
    private static final double DRAG_BEGINS = 4;

    private static final Duration TOOLTIP_AFTER = Duration.millis(350);
    private static final double ZOOM_PER_NOTCH = 1.2;

    /** As near to a lane's end as this means its present. */
    private static final double AT_END = 8;

    @FXML private GraphCanvas canvas;
    @FXML private ScrollBar scrollBar;
    @FXML private Button zoomInButton;
    @FXML private Button zoomOutButton;
    @FXML private Button fitButton;
    @FXML private MenuButton filterMenu;
    @FXML private Minimap minimap;

    private final Parent root;
    private final GraphViewModel graph;
    private final BiFunction<Branch, @Nullable Instant, ContextMenu> menus;
    private final Tooltip tooltip = new Tooltip();
    private final PauseTransition beforeTooltip = new PauseTransition(TOOLTIP_AFTER);
    private @Nullable ContextMenu openMenu;
    private @Nullable Point2D pressed;
    private @Nullable Point2D dragged;
    private @Nullable Point2D pointer;
    private @Nullable String revealed;

    /**
     * @param menus makes the menu of a lane, at a moment of it or, for null, at now
     */
    public GraphView(
            GraphViewModel graph, BiFunction<Branch, @Nullable Instant, ContextMenu> menus) {
        this.graph = graph;
        this.menus = menus;
        root = Fxml.load("/dev/cambium/gui/graph/Graph.fxml", this);
        canvas.show(graph, this::painted);
        minimap.show(graph, canvas);
        FilterMenu.bind(filterMenu, graph);
        canvas.setOnMousePressed(this::press);
        canvas.setOnMouseDragged(this::drag);
        canvas.setOnMouseReleased(this::release);
        canvas.setOnMouseMoved(this::point);
        canvas.setOnMouseExited(event -> leave());
        canvas.setOnScroll(this::scroll);
        canvas.setOnContextMenuRequested(this::menu);
        canvas.setOnKeyPressed(this::key);
        beforeTooltip.setOnFinished(event -> showTooltip());
        tooltip.getStyleClass().add("graph-tooltip");
        scrollBar.valueProperty().addListener((p, before, after) -> scrolled(after.doubleValue()));
        zoomInButton.setOnAction(event -> graph.zoomIn());
        zoomOutButton.setOnAction(event -> graph.zoomOut());
        fitButton.setOnAction(event -> graph.fit());
        KeyMap.ZOOM_IN.describe(zoomInButton);
        KeyMap.ZOOM_OUT.describe(zoomOutButton);
        KeyMap.FIT.describe(fitButton);
        graph.selectedProperty().addListener((p, before, after) -> chosen(after));
        graph.orderProperty()
                .addListener((p, before, after) -> chosen(graph.selectedProperty().get()));
        Timeline clock =
                new Timeline(
                        new KeyFrame(
                                Duration.seconds(1),
                                event -> graph.nowProperty().set(Instant.now())));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    public Parent root() {
        return root;
    }

    public void focus() {
        canvas.requestFocus();
    }

    /** Where a branch's lane ends, in the canvas; null when it is out of view. */
    public @Nullable Point2D endOf(String branchName) {
        GraphFrame frame = canvas.frame();
        if (frame == null) {
            return null;
        }
        return frame.lanesInView().stream()
                .filter(lane -> lane.branch().name().equals(branchName))
                .findFirst()
                .map(lane -> new Point2D(lane.endX(), lane.y() - frame.scrollY()))
                .orElse(null);
    }

    private void painted() {
        GraphFrame frame = canvas.frame();
        if (frame == null) {
            return;
        }
        double hidden = Math.max(0, frame.layout().height() - frame.height());
        scrollBar.setVisible(hidden > 0);
        scrollBar.setMax(hidden);
        scrollBar.setVisibleAmount(hidden * frame.height() / Math.max(1, frame.layout().height()));
        scrollBar.setValue(frame.scrollY());
        minimap.requestLayout();
    }

    private void scrolled(double value) {
        if (Math.abs(value - canvas.scrollY()) > 0.5) {
            canvas.scrollTo(value);
        }
    }

    /** Tells a screen reader, and brings a lane that was just chosen into view. */
    private void chosen(@Nullable Branch branch) {
        canvas.setAccessibleText(branch == null ? "" : graph.spoken(branch));
        if (branch == null || branch.id().equals(revealed)) {
            return;
        }
        Integer row = graph.orderProperty().get().rowOf().get(branch.id());
        GraphFrame frame = canvas.frame();
        if (row == null || frame == null) {
            return;
        }
        revealed = branch.id();
        double y = LaneLayout.FIRST_LANE_Y + row * frame.layout().rowHeight();
        double top = y - LaneLayout.FIRST_LANE_Y;
        double bottom = y + LaneLayout.BELOW - frame.height();
        if (canvas.scrollY() > top) {
            canvas.scrollTo(top);
        } else if (canvas.scrollY() < bottom) {
            canvas.scrollTo(bottom);
        }
    }

    private void press(MouseEvent event) {
        canvas.requestFocus();
        hideTooltip();
        if (openMenu != null) {
            openMenu.hide();
        }
        pressed = new Point2D(event.getX(), event.getY());
        dragged = null;
    }

    private void drag(MouseEvent event) {
        Point2D from = dragged == null ? pressed : dragged;
        GraphFrame frame = canvas.frame();
        if (from == null || frame == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        Point2D to = new Point2D(event.getX(), event.getY());
        if (dragged == null && from.distance(to) < DRAG_BEGINS) {
            return;
        }
        dragged = to;
        canvas.setCursor(Cursor.CLOSED_HAND);
        canvas.hover(-1);
        graph.pan(to.getX() - from.getX(), left(), right(frame));
        canvas.scrollTo(canvas.scrollY() - (to.getY() - from.getY()));
    }

    private void release(MouseEvent event) {
        canvas.setCursor(Cursor.DEFAULT);
        GraphFrame frame = canvas.frame();
        if (dragged == null && frame != null && event.getButton() == MouseButton.PRIMARY) {
            Lane lane = frame.laneAt(event.getY());
            if (lane != null) {
                revealed = lane.branch().id();
                graph.select(lane.branch().id());
            }
        }
        pressed = null;
        dragged = null;
    }

    private void point(MouseEvent event) {
        pointer = new Point2D(event.getX(), event.getY());
        canvas.hover(event.getX());
        hideTooltip();
        beforeTooltip.playFromStart();
    }

    private void leave() {
        pointer = null;
        canvas.hover(-1);
        hideTooltip();
    }

    private void showTooltip() {
        GraphFrame frame = canvas.frame();
        if (pointer == null || frame == null) {
            return;
        }
        String words = Pointing.at(frame, pointer.getX(), pointer.getY());
        if (!words.isEmpty()) {
            tooltip.setText(words);
            Point2D at = canvas.localToScreen(pointer);
            tooltip.show(canvas, at.getX() + 12, at.getY() + 16);
        }
    }

    private void hideTooltip() {
        beforeTooltip.stop();
        tooltip.hide();
    }

    private void scroll(ScrollEvent event) {
        GraphFrame frame = canvas.frame();
        if (frame == null) {
            return;
        }
        hideTooltip();
        if (event.isShortcutDown()) {
            double factor = event.getDeltaY() > 0 ? ZOOM_PER_NOTCH : 1 / ZOOM_PER_NOTCH;
            graph.zoomAround(event.getX(), factor, left(), right(frame));
        } else {
            // With Shift down JavaFX turns the wheel into a movement along x.
            graph.pan(event.getDeltaX(), left(), right(frame));
            canvas.scrollTo(canvas.scrollY() - event.getDeltaY());
        }
        event.consume();
    }

    /** The stretch of the screen that the zoom counts from; the gutter may change its width. */
    private static double left() {
        return GraphFrame.LEFT;
    }

    private static double right(GraphFrame frame) {
        return frame.width() - frame.gutter();
    }

    private void menu(ContextMenuEvent event) {
        GraphFrame frame = canvas.frame();
        Branch branch = graph.selectedProperty().get();
        if (frame == null) {
            return;
        }
        Point2D at = new Point2D(event.getScreenX(), event.getScreenY());
        Instant moment = null;
        if (event.isKeyboardTrigger()) {
            GraphPlayhead playhead = graph.playheadProperty().get();
            moment = playhead == null ? null : playhead.time();
            Point2D end = branch == null ? null : endOf(branch.name());
            if (end != null) {
                at = canvas.localToScreen(end);
            }
        } else {
            Lane lane = frame.laneAt(event.getY());
            branch = lane == null ? null : lane.branch();
            moment = lane == null ? null : momentAt(frame, lane, event.getX());
        }
        if (branch != null) {
            revealed = branch.id();
            graph.select(branch.id());
            ContextMenu shown = menus.apply(branch, moment);
            openMenu = shown;
            shown.show(canvas, at.getX(), at.getY());
        }
        event.consume();
    }

    /** The moment of a lane at a place; null where the lane ends, and where it is not yet. */
    private static @Nullable Instant momentAt(GraphFrame frame, Lane lane, double x) {
        boolean onLane = x >= lane.forkX() && x < lane.endX() - AT_END;
        return onLane ? frame.scale().time(x).truncatedTo(ChronoUnit.MILLIS) : null;
    }

    private void key(KeyEvent event) {
        hideTooltip();
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        boolean taken = true;
        switch (event.getCode()) {
            case UP, K -> graph.moveSelection(-1);
            case DOWN, J -> graph.moveSelection(1);
            case LEFT, H -> graph.moveToParent();
            case RIGHT, L -> graph.moveToChild();
            case HOME -> graph.moveSelection(Integer.MIN_VALUE / 2);
            case END -> graph.moveSelection(Integer.MAX_VALUE / 2);
            case PAGE_UP -> graph.moveSelection(-8);
            case PAGE_DOWN -> graph.moveSelection(8);
            default -> taken = false;
        }
        if (taken) {
            event.consume();
        }
    }
}
