package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.WindowFixture;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The real window with real clicks and keys, on an engine in memory and without a display. */
@NullUnmarked
class WorkbenchWindowTest extends WindowFixture {

    private void untilLoaded() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
    }

    @Test
    void aBranchIsCreatedInTheDialog() {
        untilLoaded();
        robot.clickOn("#new-branch");
        robot.clickOn("#new-branch-name").write("dev/carol");
        until(
                "the command is shown",
                () -> text("#new-branch-command").contains("--name dev/carol --parent main"));
        robot.clickOn("#create-branch");
        until("it is chosen", () -> text("#branch-name").equals("dev/carol"));
        assertThat(branch("dev/carol")).isPresent();
        until("the dialog is gone", () -> node("#new-branch-name") == null);
    }

    @Test
    void aTakenNameIsSaidAndCannotBeSent() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.clickOn("#new-branch-name").write("dev/bob");
        until("it says so", () -> text("#new-branch-name-problem").contains("already"));
        assertThat(node("#create-branch").isDisabled()).isTrue();
        robot.push(KeyCode.ESCAPE);
        until("the dialog is gone", () -> node("#new-branch-name") == null);
    }

    @Test
    void theEnginesErrorIsShownInTheDialog() {
        untilLoaded();
        engine.refuseNext("The disk is full. Delete a branch first.");
        robot.clickOn("#new-branch");
        robot.clickOn("#new-branch-name").write("dev/carol");
        robot.clickOn("#create-branch");
        until(
                "the error is there",
                () -> text("#sheet-error").equals("The disk is full. Delete a branch first."));
        assertThat(branch("dev/carol")).isEmpty();
        robot.clickOn("#create-branch");
        until("the second try works", () -> text("#branch-name").equals("dev/carol"));
    }

    @Test
    void theConnectionStringIsMaskedAndCopiedWhole() {
        untilLoaded();
        until("it is there", () -> text("#connection").contains("••••••"));
        robot.clickOn("#copy-connection");
        until(
                "it is in the clipboard",
                () ->
                        ("postgres://shop:s3cret-word@127.0.0.1:54002/shop?sslmode=require")
                                .equals(Clipboard.getSystemClipboard().getString()));
        robot.clickOn("#reveal");
        until("it is revealed", () -> text("#connection").contains("s3cret-word"));
    }

    @Test
    void aSleepingBranchIsStarted() {
        untilLoaded();
        choose("ci-8841");
        assertThat(text("#state")).isEqualTo("asleep");
        robot.clickOn("#start-suspend");
        until("it runs", () -> text("#state").equals("running"));
        assertThat(text("#start-suspend")).isEqualTo("Suspend");
    }

    @Test
    void theMenuOfALaneActsOnThatLane() {
        untilLoaded();
        Point2D at = endOf("dev/alice");
        robot.clickOn(at.subtract(3, 0), MouseButton.SECONDARY);
        robot.clickOn("New branch…");
        until(
                "the lane is the parent",
                () -> text("#new-branch-command").contains("--parent dev/alice"));
    }

    @Test
    void arrowsMoveBetweenLanesAndAScreenReaderHearsIt() {
        untilLoaded();
        robot.push(KeyCode.DOWN);
        until("the next lane is chosen", () -> text("#branch-name").equals("ci-8852"));
        assertThat(node("#graph").getAccessibleText()).startsWith("ci-8852, branch of main");
    }

    @Test
    void searchFindsABranch() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.F);
        robot.write("metrics").push(KeyCode.ENTER);
        until("it is chosen", () -> text("#branch-name").equals("qa/metrics"));
        assertThat(text("#search-result")).isEqualTo("1 of 9");
    }

    private void untilThePaletteHasTheKeys() {
        until(
                "the palette has the keys",
                () -> node("#palette-field") != null && node("#palette-field").isFocused());
        System.gc(); // What only the binding knows of would be gone now.
    }

    @Test
    void thePaletteGoesToABranchAndRunsACommandWithKeysAlone() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.P);
        untilThePaletteHasTheKeys();
        robot.write("qmet").push(KeyCode.ENTER);
        until("the branch is chosen", () -> text("#branch-name").equals("qa/metrics"));
        until("the palette is gone", () -> node("#palette-field") == null);
        robot.push(KeyCode.CONTROL, KeyCode.P);
        untilThePaletteHasTheKeys();
        robot.write("activ").push(KeyCode.ENTER);
        until("the activity is shown", () -> node("#operations") != null);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        until("the graph is back", () -> node("#graph") != null && node("#operations") == null);
    }

    @Test
    void escapeLeavesThePaletteAndItsKeysMeanNothingMeanwhile() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.P);
        untilThePaletteHasTheKeys();
        robot.write("zzzz");
        until("nothing fits", () -> ((ListView<?>) node("#palette-list")).getItems().isEmpty());
        robot.push(KeyCode.CONTROL, KeyCode.B);
        assertThat(node("#new-branch-name")).isNull();
        robot.push(KeyCode.ESCAPE);
        until("it is gone", () -> node("#palette-field") == null);
    }

    @Test
    void theSheetOfShortcutsListsTheCommands() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.SLASH);
        until(
                "the sheet is there",
                () ->
                        robot.lookup(".shortcuts .label").queryAll().stream()
                                .map(label -> ((Labeled) label).getText())
                                .toList()
                                .containsAll(java.util.List.of("New branch…", "Ctrl+B")));
        assertThat(robot.lookup(".shortcuts > .label").queryAllAs(Labeled.class))
                .allSatisfy(
                        label ->
                                assertThat(label.getWidth())
                                        .as(label.getText())
                                        .isGreaterThan(label.prefWidth(-1) - 1));
        robot.push(KeyCode.ESCAPE);
    }

    @Test
    void theThemeIsSwitched() {
        untilLoaded();
        robot.clickOn("#theme").clickOn("#theme-dark");
        until(
                "it is dark",
                () ->
                        window.scene().getStylesheets().stream()
                                .anyMatch(sheet -> sheet.endsWith("/dark.css")));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
        until(
                "it is light again",
                () ->
                        window.scene().getStylesheets().stream()
                                .anyMatch(sheet -> sheet.endsWith("/light.css")));
    }

    @Test
    void aLostEngineIsSaidInABannerThatGoesByItself() {
        untilLoaded();
        engine.goAway();
        until("the banner is there", () -> node("#banner-text").isVisible());
        assertThat(text("#banner-text")).contains("does not answer");
        assertThat(text("#engine-state")).isEqualTo("No engine");
        engine.comeBack();
        until("the engine is found", () -> text("#engine-state").equals("Engine"));
        assertThat(text("#banner-text")).isEmpty();
    }

    @Test
    void anErrorIsReadableInTheActivity() {
        untilLoaded();
        robot.clickOn("#screen-activity");
        until(
                "the error is there",
                () ->
                        robot.lookup(".operation-error .label").queryAll().stream()
                                .anyMatch(
                                        label ->
                                                ((Labeled) label)
                                                        .getText()
                                                        .startsWith("Postgres did not start")));
        robot.clickOn(
                (Node)
                        robot.lookup(".operation-error .button")
                                .match(button -> button.getParent().isVisible())
                                .query());
        until(
                "it is in the clipboard",
                () ->
                        String.valueOf(Clipboard.getSystemClipboard().getString())
                                .startsWith("Postgres did not start"));
    }
}
