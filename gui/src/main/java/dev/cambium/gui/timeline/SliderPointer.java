package dev.cambium.gui.timeline;

import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.mark.MarkWords;

import javafx.animation.PauseTransition;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Pointer, wheel and keys on the slider. */
final class SliderPointer {

    /** A mark is meant from this near, in pixels. */
    static final double SNAP = 7;

    private static final double ZOOM_PER_NOTCH = 1.25;
    private static final double PAN_BY_KEY = 0.5;
    private static final Duration TOOLTIP_AFTER = Duration.millis(250);

    /** More do not help anyone who points at a heap of marks. */
    private static final int MOST_TOLD = 8;

    private final SliderCanvas canvas;
    private final TimelineViewModel timeline;
    private final Runnable branchHere;
    private final Runnable bookmark;
    private final Tooltip tooltip = new Tooltip();
    private final PauseTransition beforeTooltip = new PauseTransition(TOOLTIP_AFTER);
    private @Nullable ContextMenu openMenu;
    private double pointerX;
    private double pannedFrom;
    private boolean panning;
    private boolean dragging;

    SliderPointer(
            SliderCanvas canvas,
            TimelineViewModel timeline,
            Runnable branchHere,
            Runnable bookmark) {
        this.canvas = canvas;
        this.timeline = timeline;
        this.branchHere = branchHere;
        this.bookmark = bookmark;
        tooltip.getStyleClass().add("graph-tooltip");
        beforeTooltip.setOnFinished(event -> showTooltip());
        canvas.setOnMousePressed(this::press);
        canvas.setOnMouseDragged(this::drag);
        canvas.setOnMouseReleased(this::release);
        canvas.setOnMouseMoved(this::move);
        canvas.setOnMouseExited(event -> leave());
        canvas.setOnScroll(this::scroll);
        canvas.setOnContextMenuRequested(this::menu);
        canvas.setOnKeyPressed(this::key);
    }

    private void press(MouseEvent event) {
        canvas.requestFocus();
        hideTooltip();
        if (openMenu != null) {
            openMenu.hide();
        }
        SliderFrame frame = canvas.frame();
        if (frame == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        panning = onAxis(event) && !timeline.sightProperty().get().all();
        pannedFrom = event.getX();
        dragging = !panning;
        if (panning) {
            canvas.setCursor(Cursor.CLOSED_HAND);
        } else {
            timeline.drag(frame.scale().time(event.getX()), frame.length(SNAP));
        }
    }

    /** Below the line lies time itself, to be moved as a whole. */
    private static boolean onAxis(MouseEvent event) {
        return event.getY() > SliderFrame.BASE_Y + 10;
    }

    private void drag(MouseEvent event) {
        SliderFrame frame = canvas.frame();
        if (frame == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        canvas.hover(-1);
        if (panning) {
            double moved = event.getX() - pannedFrom;
            pannedFrom = event.getX();
            timeline.pan(-moved / (frame.width() - 2 * SliderFrame.MARGIN));
        } else if (dragging) {
            timeline.drag(frame.scale().time(event.getX()), frame.length(SNAP));
        }
    }

    private void release(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY) {
            canvas.setCursor(Cursor.DEFAULT);
            panning = false;
            if (dragging) {
                dragging = false;
                timeline.drop();
            }
        }
    }

    private void move(MouseEvent event) {
        pointerX = event.getX();
        canvas.hover(onAxis(event) ? -1 : event.getX());
        boolean hand = onAxis(event) && !timeline.sightProperty().get().all();
        canvas.setCursor(hand ? Cursor.OPEN_HAND : Cursor.DEFAULT);
        hideTooltip();
        beforeTooltip.playFromStart();
    }

    private void leave() {
        canvas.hover(-1);
        hideTooltip();
    }

    private void hideTooltip() {
        beforeTooltip.stop();
        tooltip.hide();
    }

    private void showTooltip() {
        SliderFrame frame = canvas.frame();
        if (frame == null || canvas.getScene() == null) {
            return;
        }
        String words = told(frame, pointerX);
        if (!words.isEmpty()) {
            tooltip.setText(words);
            Point2D at = canvas.localToScreen(pointerX, 0);
            tooltip.show(canvas, at.getX() + 12, at.getY() + SliderFrame.MARKS_Y + 10);
        }
    }

    /** The marks at a place, or else what was written there. */
    static String told(SliderFrame frame, double x) {
        List<SliderFrame.Spot> near =
                frame.spots().stream()
                        .filter(spot -> Math.abs(spot.x() - x) <= SNAP)
                        .sorted(
                                java.util.Comparator.comparing(
                                        (SliderFrame.Spot spot) -> spot.kind().small()))
                        .toList();
        if (!near.isEmpty()) {
            StringBuilder words = new StringBuilder();
            for (SliderFrame.Spot spot : near.stream().limit(MOST_TOLD).toList()) {
                words.append(words.isEmpty() ? "" : "\n").append(MarkWords.told(spot.mark()));
            }
            if (near.size() > MOST_TOLD) {
                words.append('\n').append(Text.get("tip.more", near.size() - MOST_TOLD));
            }
            return words.toString();
        }
        for (SliderFrame.Bar bar : frame.bars()) {
            if (x >= bar.x() && x < bar.x() + bar.width() + 2) {
                return MomentWords.slice(java.util.Optional.of(bar.slice()));
            }
        }
        return "";
    }

    private void scroll(ScrollEvent event) {
        SliderFrame frame = canvas.frame();
        if (frame == null) {
            return;
        }
        hideTooltip();
        // With Shift down JavaFX turns the wheel into a movement along x.
        if (Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
            timeline.pan(-event.getDeltaX() / (frame.width() - 2 * SliderFrame.MARGIN));
        } else if (event.getDeltaY() != 0) {
            double factor = event.getDeltaY() > 0 ? ZOOM_PER_NOTCH : 1 / ZOOM_PER_NOTCH;
            // By share: the frame on the screen may be older than the last turn of the wheel.
            timeline.zoomAt(frame.share(event.getX()), factor);
        }
        event.consume();
    }

    private void key(KeyEvent event) {
        hideTooltip();
        if (event.isAltDown()) {
            return;
        }
        boolean marks = event.isShortcutDown();
        boolean taken = true;
        switch (event.getCode()) {
            case LEFT, H -> step(false, marks);
            case RIGHT, L -> step(true, marks);
            case HOME -> timeline.goToBegin();
            case END -> timeline.goToNow();
            case PAGE_UP -> timeline.pan(-PAN_BY_KEY);
            case PAGE_DOWN -> timeline.pan(PAN_BY_KEY);
            case PLUS, EQUALS, ADD -> timeline.zoomAtPlayhead(ZOOM_PER_NOTCH * ZOOM_PER_NOTCH);
            case MINUS, SUBTRACT -> timeline.zoomAtPlayhead(1 / (ZOOM_PER_NOTCH * ZOOM_PER_NOTCH));
            case DIGIT0, NUMPAD0 -> timeline.showAll();
            case ENTER -> branchHere.run();
            default -> taken = false;
        }
        if (taken) {
            event.consume();
        }
    }

    private void step(boolean later, boolean marks) {
        if (marks) {
            timeline.stepMark(later);
        } else {
            timeline.stepSlice(later);
        }
    }

    /** By pointer at the place pointed at, by key at the playhead. */
    private void menu(ContextMenuEvent event) {
        SliderFrame frame = canvas.frame();
        if (frame == null || timeline.branchProperty().get() == null) {
            return;
        }
        hideTooltip();
        Point2D at = new Point2D(event.getScreenX(), event.getScreenY());
        if (event.isKeyboardTrigger()) {
            at = canvas.localToScreen(frame.playheadX(), SliderFrame.BASE_Y);
        } else {
            timeline.go(timeline.pointed(frame.scale().time(event.getX()), frame.length(SNAP)));
        }
        ContextMenu menu = new ContextMenu();
        menu.getItems().add(item("menu.branch-here", branchHere));
        menu.getItems().add(item("menu.bookmark", bookmark));
        if (timeline.positionProperty().get() instanceof Position.AtMark stands
                && MarkKind.of(stands.mark()) == MarkKind.BOOKMARK) {
            MenuItem remove = new MenuItem(Text.get("menu.bookmark.remove", stands.mark().label()));
            remove.setOnAction(chosen -> timeline.remove(stands.mark()));
            menu.getItems().addAll(new SeparatorMenuItem(), remove);
        }
        openMenu = menu;
        menu.show(canvas, at.getX(), at.getY());
        event.consume();
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(Text.get(key));
        item.setOnAction(event -> action.run());
        return item;
    }
}
