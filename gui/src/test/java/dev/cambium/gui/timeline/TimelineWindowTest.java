package dev.cambium.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline.Mark;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.WindowFixture;
import dev.cambium.gui.graph.Lanes;
import dev.cambium.gui.preferences.Preferences;

import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The slider in the real window, with real clicks, drags and keys, without a display. */
@NullUnmarked
class TimelineWindowTest extends WindowFixture {

    @TempDir private static Path folder;

    @Override
    protected Preferences preferences() {
        return Preferences.in(folder);
    }

    private SliderFrame frame() {
        return ((SliderCanvas) node("#slider")).frame();
    }

    private void untilLoaded() {
        untilGraphIsThere();
        until("the past is there", () -> frame() != null && frame().spots().size() > 5);
    }

    private Mark mark(String label) {
        return engine.past("main").marks().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private Point2D at(Instant moment, double y) {
        return WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> node("#slider").localToScreen(frame().scale().x(moment), y));
    }

    @Test
    void whatCanBeDoneAtAMomentIsInViewWithoutScrolling() {
        untilLoaded();
        robot.clickOn("#before-last-ddl");
        until("the card is there", () -> node("#moment-card").isVisible());
        until(
                "its last button is above the lower edge",
                () ->
                        node("#moment-snapshot").localToScene(0, 30).getY()
                                < node("#inspector-scroll")
                                        .localToScene(node("#inspector-scroll").getLayoutBounds())
                                        .getMaxY());
        assertThat(node("#card-time").localToScene(0, 0).getY()).isGreaterThan(40);
        robot.clickOn("#timeline-now");
        until(
                "the name of the branch is back",
                () -> node("#branch-name").localToScene(0, 0).getY() > 40);
    }

    @Test
    void theDropIsFoundByDraggingAndABranchIsMadeJustBeforeIt() {
        untilLoaded();
        Mark drop = mark("DROP TABLE payment");
        robot.drag(at(Instant.now(), 40), MouseButton.PRIMARY)
                .moveTo(at(drop.time().minus(Duration.ofMinutes(40)), 40))
                .moveTo(at(drop.time(), 40).add(4, 0))
                .drop();
        until(
                "the words say it",
                () -> text("#timeline-words").startsWith("just before DROP TABLE payment, 48 min"));
        until("its LSN stands there", () -> text("#timeline-lsn").equals(drop.moment()));
        robot.clickOn("#branch-here");
        until(
                "the dialog has the moment",
                () -> text("#new-branch-moment").startsWith("just before DROP TABLE payment"));
        robot.clickOn("#new-branch-name").write("rescue");
        until(
                "the command has it too",
                () ->
                        text("#new-branch-command")
                                .endsWith("--name rescue --parent main@" + drop.moment()));
        robot.clickOn("#create-branch");
        until("it is chosen", () -> text("#branch-name").equals("rescue"));
        assertThat(branch("rescue").orElseThrow().parentLsn()).isEqualTo(drop.moment());
        // Its curve leaves the parent's lane where the playhead stood, not where it was made.
        Instant left = branch("rescue").orElseThrow().parentTimestamp();
        assertThat(left).isBefore(drop.time());
        until(
                "the curve begins there",
                () ->
                        Math.abs(
                                        Lanes.forkX(node("#graph"), "rescue")
                                                - Lanes.x(node("#graph"), left))
                                < 1);
    }

    @Test
    void keysMoveThePlayheadAndAScreenReaderHearsIt() {
        untilLoaded();
        robot.clickOn(at(Instant.now().minus(Duration.ofMinutes(80)), 40));
        until("it moved", () -> text("#timeline-words").contains("ago, after"));
        String before = text("#timeline-time");
        robot.push(KeyCode.LEFT);
        until("a slice back", () -> !text("#timeline-time").equals(before));
        robot.push(KeyCode.CONTROL, KeyCode.RIGHT);
        robot.push(KeyCode.CONTROL, KeyCode.LEFT);
        until("at a mark", () -> !text("#timeline-words").contains(", after"));
        robot.push(KeyCode.HOME);
        until("at the beginning", () -> text("#timeline-words").startsWith("4 h 2"));
        assertThat(node("#slider").getAccessibleText()).startsWith("Past of main: 4 h");
        assertThat(node("#slider").queryAccessibleAttribute(AccessibleAttribute.VALUE))
                .isEqualTo(0.0);
        robot.push(KeyCode.END);
        until("at now", () -> text("#timeline-words").startsWith("now"));
        robot.push(KeyCode.LEFT).push(KeyCode.ENTER);
        until("the dialog is there", () -> node("#new-branch-moment") != null);
        robot.push(KeyCode.ESCAPE);
        until("the keys are back", () -> node("#slider").isFocused());
    }

    @Test
    void aRestoreBeginsWithTheMomentThatTheSliderStandsAt() {
        untilLoaded();
        choose("dev/alice");
        robot.interact(() -> node("#slider").requestFocus());
        robot.push(KeyCode.LEFT);
        until("it stands in the past", () -> text("#timeline-words").contains("ago"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
        until(
                "the command has the moment",
                () -> text("#restore-command").contains(" restore dev/alice ^self@"));
    }

    @Test
    void anLsnIsTypedAndAWrongOneIsSaidWithTheReachableRange() {
        untilLoaded();
        Mark drop = mark("DROP TABLE payment");
        robot.clickOn("#timeline-lsn").write("FF/0").push(KeyCode.ENTER);
        until("it is refused", () -> text("#timeline-error").contains("cannot be opened at FF/0"));
        assertThat(text("#timeline-error")).contains("0/1A2B3C8");
        assertThat(text("#timeline-words")).startsWith("now");
        robot.push(KeyCode.CONTROL, KeyCode.A).write(drop.moment()).push(KeyCode.ENTER);
        until("it is there", () -> text("#timeline-words").startsWith("at " + drop.moment()));
        assertThat(text("#timeline-error")).isEmpty();
        assertThat(node("#timeline-error").getParent().isVisible()).isFalse();
        robot.push(KeyCode.ESCAPE);
        until("the keys go to the slider", () -> node("#slider").isFocused());
        robot.clickOn("#timeline-time").push(KeyCode.CONTROL, KeyCode.A);
        robot.write("not now").push(KeyCode.ENTER);
        until("it is no time", () -> text("#timeline-error").contains("is not a time"));
        robot.clickOn("#timeline-now");
        until("now again", () -> text("#timeline-words").startsWith("now"));
    }

    @Test
    void theButtonsGoToJustBeforeTheLastOfAKind() {
        untilLoaded();
        robot.clickOn("#before-last-ddl");
        until("DDL", () -> text("#timeline-words").startsWith("just before DROP TABLE payment"));
        until("a playhead in the graph", () -> Lanes.playhead(node("#graph")) > 0);
        robot.clickOn("#before-last-big-write");
        until("write", () -> text("#timeline-words").startsWith("just before 16,044 rows deleted"));
        assertThat(text("#timeline-slice")).contains("16,044 deleted");
        robot.clickOn("#timeline-now");
        until("no playhead in the graph", () -> Lanes.playhead(node("#graph")) < 0);
    }

    @Test
    void theWheelZoomsAroundThePointer() {
        untilLoaded();
        Instant under = Instant.now().minus(Duration.ofMinutes(120));
        robot.moveTo(at(under, 40));
        double before = frame().scale().pixelsPerMilli();
        double x = frame().scale().x(under);
        robot.interact(
                () -> {
                    Point2D scene = node("#slider").localToScene(x, 40);
                    for (int i = 0; i < 6; i++) {
                        javafx.event.Event.fireEvent(node("#slider"), wheel(scene, 40));
                    }
                });
        until("it is closer", () -> frame().scale().pixelsPerMilli() > before * 3);
        assertThat(Math.abs(frame().scale().x(under) - x)).isLessThan(2);
        until("everything is offered", () -> node("#timeline-all").isVisible());
        robot.clickOn("#timeline-all");
        until("everything", () -> frame().scale().pixelsPerMilli() < before * 1.1);
    }

    private static javafx.scene.input.ScrollEvent wheel(Point2D at, double deltaY) {
        return new javafx.scene.input.ScrollEvent(
                javafx.scene.input.ScrollEvent.SCROLL,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                deltaY,
                0,
                deltaY,
                javafx.scene.input.ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                javafx.scene.input.ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    @Test
    void aLaneBranchesAtThePlacePointedAtAndMovesTheSliderThere() {
        untilLoaded();
        Point2D end = endOf("dev/alice");
        robot.clickOn(end.subtract(150, 0), MouseButton.SECONDARY);
        robot.clickOn("Go here and compare with now");
        until("it moved", () -> text("#timeline-words").contains("ago"));
        until("to that branch", () -> text("#timeline-branch").equals("dev/alice"));
        String time = text("#timeline-time");
        robot.clickOn(end.subtract(150, 0), MouseButton.SECONDARY);
        robot.clickOn(
                (Node)
                        robot.lookup(".menu-item .label")
                                .match(
                                        label ->
                                                ((Labeled) label)
                                                        .getText()
                                                        .startsWith("Branch from here ("))
                                .query());
        until(
                "the dialog has the moment",
                () -> text("#new-branch-command").contains("--parent dev/alice@20"));
        assertThat(text("#new-branch-moment")).startsWith("at ");
        // The same place is a little later by now: the graph goes on.
        assertThat(momentOf(text("#new-branch-moment").substring("at ".length())))
                .isCloseTo(momentOf(time), within(1, ChronoUnit.MINUTES));
        robot.clickOn("#new-branch-way").clickOn("Now, with everything committed so far");
        until("now instead", () -> text("#new-branch-command").endsWith("--parent dev/alice"));
        robot.push(KeyCode.ESCAPE);
    }

    private static Instant momentOf(String shown) {
        return LocalDateTime.parse(shown.substring(0, 19).replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC);
    }

    @Test
    void theMenuOfALaneIsReachedByKeysAtThePlayhead() {
        untilLoaded();
        robot.clickOn("#before-last-ddl");
        until("it moved", () -> text("#timeline-words").startsWith("just before"));
        robot.interact(() -> node("#graph").requestFocus());
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.UP);
        robot.clickOn("#before-last-ddl");
        until("it moved", () -> text("#timeline-words").startsWith("just before"));
        robot.interact(() -> node("#graph").requestFocus());
        robot.interact(
                () ->
                        javafx.event.Event.fireEvent(
                                node("#graph"),
                                new javafx.scene.input.ContextMenuEvent(
                                        javafx.scene.input.ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                                        0,
                                        0,
                                        0,
                                        0,
                                        true,
                                        null)));
        until(
                "it offers the moment",
                () ->
                        robot.lookup(".menu-item .label").queryAll().stream()
                                .anyMatch(
                                        label ->
                                                ((Labeled) label)
                                                        .getText()
                                                        .startsWith("Branch from here (")));
        robot.push(KeyCode.ESCAPE);
    }

    @Test
    void aBookmarkIsNamedAndStandsOnTheSlider() {
        untilLoaded();
        robot.clickOn("#before-last-ddl");
        until("it moved", () -> text("#timeline-words").startsWith("just before"));
        robot.clickOn("#timeline-bookmark");
        until("the form is there", () -> node("#bookmark-name") != null);
        assertThat(text("#bookmark-moment")).startsWith("main: just before DROP TABLE payment");
        robot.clickOn("#bookmark-name").write("last good");
        robot.push(KeyCode.ENTER);
        until("the form is gone", () -> node("#bookmark-name") == null);
        until(
                "it is painted",
                () -> frame().spots().stream().anyMatch(s -> s.mark().label().equals("last good")));
        assertThat(mark("last good").moment()).isEqualTo(mark("DROP TABLE payment").moment());
    }

    @Test
    void whatIsWrittenAppearsWhileItFollowsNow() {
        untilLoaded();
        int before = frame().bars().size();
        Branch quiet = branch("main").orElseThrow();
        Instant at = Instant.now();
        engine.past("main").commit(at, 40_000_000);
        engine.past("main").markAt("ddl", at, "TRUNCATE orders", null);
        engine.addTick(new Tick(quiet.id(), at, "0/9000000", "wal", 40_000_000, "WAL"));
        engine.tell("wal.written", quiet.projectId(), quiet.id(), null, "40 MB", null);
        until(
                "its mark is painted",
                () ->
                        frame().spots().stream()
                                .anyMatch(s -> s.mark().label().equals("TRUNCATE orders")));
        assertThat(frame().bars().size()).isGreaterThanOrEqualTo(before);
        assertThat(text("#timeline-words")).startsWith("now");
    }

    @Test
    void aSmallButtonThatHasTheFocusIsNotFilledWithTheColourOfItsRing() {
        untilLoaded();
        Region button = (Region) node("#timeline-calendar");
        robot.interact(button::requestFocus);
        until(
                "it has no ground",
                () ->
                        button.isFocused()
                                && (button.getBackground() == null
                                        || button.getBackground().getFills().stream()
                                                .allMatch(
                                                        each ->
                                                                each.getFill()
                                                                        .equals(
                                                                                Color
                                                                                        .TRANSPARENT))));
    }

    @Test
    void theStripIsClosedAndThatIsRemembered() {
        untilLoaded();
        robot.clickOn("#before-last-ddl");
        until("a playhead in the graph", () -> Lanes.playhead(node("#graph")) > 0);
        robot.clickOn("#timeline-close");
        until("it is gone", () -> node("#slider") == null);
        until("its playhead too", () -> Lanes.playhead(node("#graph")) < 0);
        robot.interact(() -> window.scene().getWindow().hide());
        assertThat(Preferences.in(folder))
                .extracting("values")
                .asString()
                .contains("timeline.open=false");
        robot.interact(() -> ((Stage) window.scene().getWindow()).show());
        robot.push(KeyCode.CONTROL, KeyCode.T);
        until("it is back", () -> node("#slider") != null);
    }
}
