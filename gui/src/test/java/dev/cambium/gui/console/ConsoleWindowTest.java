package dev.cambium.gui.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.Screening;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.session.MemorySessions;

import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;

import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import java.util.List;

/** The console with real clicks and keys, on sessions without a server. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ConsoleWindowTest {

    private Screening screening;
    private final MemorySessions sessions = new MemorySessions();
    private final FxRobot robot = new FxRobot();
    private ConsoleView view;

    @Start
    void open(Stage stage) {
        screening = new Screening(Samples.shop());
        view = ConsoleFeature.view(screening.frame(), sessions);
        screening.show(stage, view);
    }

    @AfterEach
    void close() {
        screening.close();
    }

    private CodeArea editor() {
        return (CodeArea) screening.node("#sql-editor");
    }

    private void choose(String name) {
        screening.untilLoaded();
        robot.interact(
                () ->
                        screening.frame().workspace().branches().stream()
                                .filter(each -> each.name().equals(name))
                                .forEach(each -> screening.frame().workspace().select(each.id())));
    }

    private void type(String sql) {
        robot.clickOn("#sql-editor").write(sql);
        robot.push(KeyCode.ESCAPE);
    }

    private TabPane tabs() {
        return (TabPane) screening.node("#console-results");
    }

    private void untilMessage(String part) {
        screening.until(
                "it is said: " + part,
                () ->
                        screening.node("#console-messages") instanceof ListView<?> list
                                && list.getItems().stream()
                                        .anyMatch(each -> each.toString().contains(part)));
    }

    @Test
    void ctrlEnterRunsTheStatementAtTheCaretAndItsRowsAreShown() {
        choose("dev/alice");
        type("select 1; select 2");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        screening.until(
                "the rows are there",
                () ->
                        tabs().getSelectionModel().getSelectedItem().getContent()
                                        instanceof TableView<?> table
                                && table.getItems().equals(List.of(List.of("select 2"))));
        assertThat(sessions.ran()).containsExactly("select 2");
        assertThat(screening.text("#console-status")).startsWith("1 row");
    }

    @Test
    void whatIsSelectedIsRunAlone() {
        choose("dev/alice");
        type("select 1; select 2");
        robot.interact(() -> editor().selectRange(0, 8));
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        screening.until("it ran", () -> sessions.ran().equals(List.of("select 1")));
    }

    @Test
    void aFaultIsSaidAndMarkedWhereItIs() {
        choose("dev/alice");
        type("select * from nowhere");
        robot.clickOn("#console-run");
        untilMessage("does not exist");
        screening.until(
                "the word is marked", () -> editor().getStyleOfChar(14).contains("sql-fault"));
        assertThat(editor().getStyleOfChar(2)).doesNotContain("sql-fault");
        robot.clickOn("#sql-editor").write("x");
        screening.until(
                "the mark goes with the next key",
                () -> !editor().getStyleOfChar(14).contains("sql-fault"));
    }

    @Test
    void whatAServerSaysInSeveralLinesIsShownToItsEnd() {
        choose("dev/alice");
        type("select * from nowhere");
        robot.clickOn("#console-run");
        screening.until(
                "all of it is there",
                () ->
                        robot.lookup("#console-messages .text").queryAll().stream()
                                .anyMatch(
                                        each ->
                                                ((Text) each)
                                                        .getText()
                                                        .endsWith("none of that name.")));
    }

    @Test
    void aProtectedBranchAsksFirst() {
        choose("main");
        type("delete from t");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        screening.until("it asks", () -> screening.node("#console-question").isVisible());
        assertThat(sessions.ran()).isEmpty();
        robot.clickOn("#console-refuse");
        screening.until(
                "the question is gone",
                () -> !screening.node("#console-question").getParent().isVisible());
        assertThat(sessions.ran()).isEmpty();
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        robot.clickOn("#console-agree");
        untilMessage("DELETE: 1 row");
    }

    @Test
    void whatRunsIsCancelled() {
        choose("dev/alice");
        type("select sleep");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        screening.until("it runs", () -> sessions.ran().contains("select sleep"));
        robot.clickOn("#console-cancel");
        screening.until("it ended", () -> screening.text("#console-status").equals("Cancelled."));
    }

    @Test
    void aMomentIsShownAsReadOnlyUntilOneGoesBackToNow() {
        choose("dev/alice");
        String id = screening.frame().workspace().selectedProperty().get().id();
        robot.interact(() -> view.go(new Place(id, "0/1000000", "11:42 before DROP")));
        screening.until(
                "the badge is there",
                () -> screening.text("#console-past").equals("11:42 before DROP, read-only"));
        assertThat(view.root().getStyleClass()).contains("past", "kind-dev");
        robot.clickOn("#console-present");
        screening.until(
                "it is gone", () -> !screening.node("#console-past").getParent().isVisible());
    }
}
