package dev.cambium.gui.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.WindowFixture;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.util.List;

/** The main journeys of a branch's life, with real clicks and keys. */
@NullUnmarked
class VerbsWindowTest extends WindowFixture {

    private void untilLoaded() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
    }

    private void inMenu(String words) {
        robot.clickOn("#more");
        until(
                words + " is offered",
                () ->
                        robot.lookup(".menu-item .label").queryAll().stream()
                                .anyMatch(label -> words.equals(((Labeled) label).getText())));
        robot.clickOn(
                (Node)
                        robot.lookup(".menu-item .label")
                                .match(label -> words.equals(((Labeled) label).getText()))
                                .query());
    }

    private List<Snapshot> snapshots() {
        return engine.snapshots().list("");
    }

    @Test
    void aDialogThatFitsTheWindowShowsAllOfItself() {
        untilLoaded();
        choose("dev/alice");
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        until("it is asked", () -> node("#snapshot-name") != null);
        ScrollPane fields = (ScrollPane) node(".sheet-scroll");
        until(
                "nothing of it has to be scrolled to",
                () ->
                        fields.getContent().getLayoutBounds().getHeight()
                                <= fields.getViewportBounds().getHeight() + 1);
    }

    @Test
    void aBranchIsResetByOneClickAndThatIsUndone() {
        untilLoaded();
        choose("dev/alice");
        assertThat(branch("dev/alice").orElseThrow().lastResetAt()).isNull();
        assertThat(text("#rule"))
                .isEqualTo("Reset gives dev/alice what main holds now; undo brings it back.");
        robot.clickOn("#reset");
        until("it is done", () -> branch("dev/alice").orElseThrow().lastResetAt() != null);
        until(
                "undo names it",
                () -> text("#undo").equals("Undo: reset of 'dev/alice' from its parent"));
        robot.clickOn("#undo");
        until("it is undone", () -> branch("dev/alice").orElseThrow().lastResetAt() == null);
        until("nothing is left to undo", () -> !node("#undo").isVisible());
    }

    @Test
    void aBranchIsRestoredToItsParentAndWhatItHeldBecomesABranch() {
        untilLoaded();
        choose("dev/alice");
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
        until("it is asked", () -> node("#restore-source") != null);
        assertThat(node("#confirm").isDisabled()).isTrue();
        robot.clickOn("#restore-source").clickOn("main, its parent");
        until(
                "the preview says it",
                () -> text("#restore-preview").contains("becomes the branch dev/alice_old_TIME"));
        robot.clickOn("#restore-keep").write("before");
        robot.clickOn("#confirm");
        until("it is done", () -> branch("before").isPresent());
        until("the dialog is gone", () -> node("#confirm") == null);
    }

    @Test
    void aSnapshotIsTakenListedAndRestoredAsABranch() {
        untilLoaded();
        robot.clickOn("#snapshot");
        robot.clickOn("#snapshot-name").write("before-release");
        robot.clickOn("#take-snapshot");
        until("it is taken", () -> snapshots().size() == 1);
        until(
                "it is listed",
                () ->
                        robot.lookup(".section-row .label").queryAll().stream()
                                .anyMatch(
                                        label ->
                                                ((Labeled) label)
                                                        .getText()
                                                        .equals("before-release")));
        robot.clickOn(".section-row .row-menu").clickOn("Restore as a new branch…");
        until("it is asked", () -> node("#snapshot-branch-name") != null);
        robot.clickOn("#snapshot-branch-name").write("from-snapshot");
        robot.clickOn("#restore-snapshot");
        until("it is chosen", () -> text("#branch-name").equals("from-snapshot"));
    }

    @Test
    void aBranchIsRenamedByKey() {
        untilLoaded();
        choose("ci-8841");
        robot.push(KeyCode.F2);
        until("it is asked", () -> node("#rename-name") != null);
        robot.write("ci-9000").push(KeyCode.ENTER);
        until("it has its new name", () -> text("#branch-name").equals("ci-9000"));
    }

    @Test
    void aBranchIsDeletedAtOnceAndUndoneByKey() {
        untilLoaded();
        choose("ci-8841");
        robot.push(KeyCode.CONTROL, KeyCode.DELETE);
        until("it is gone", () -> branch("ci-8841").isEmpty());
        until("the default one is chosen", () -> text("#branch-name").equals("main"));
        until("undo names it", () -> text("#undo").equals("Undo: deletion of 'ci-8841'"));
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        until("it is back", () -> branch("ci-8841").isPresent());
    }

    @Test
    void aBranchWithChildrenAsksWhatBecomesOfThem() {
        untilLoaded();
        choose("dev/bob");
        inMenu("Delete");
        until("it is asked", () -> node("#delete-children") != null);
        robot.clickOn("#delete-children").clickOn("They are deleted, too, and theirs");
        robot.clickOn("#confirm");
        until("both are gone", () -> branch("preview/pr-142").isEmpty());
        assertThat(branch("dev/bob")).isEmpty();
    }

    @Test
    void aRefusalIsShownInTheDialogAndASecondTryWorks() {
        untilLoaded();
        choose("dev/bob");
        inMenu("Delete");
        until("it is asked", () -> node("#confirm") != null);
        engine.refuseNext("The branch is busy. Try again in a moment.");
        robot.clickOn("#confirm");
        until("the reason is shown", () -> text("#sheet-error").contains("busy"));
        robot.clickOn("#confirm");
        until("it is gone", () -> branch("dev/bob").isEmpty());
    }

    @Test
    void whatTakesItsTimeIsStoppedFromItsDialog() {
        untilLoaded();
        engine.anonymize().holdNextRun();
        robot.push(KeyCode.CONTROL, KeyCode.B);
        until("it is asked", () -> node("#new-branch-name") != null);
        robot.write("nobody");
        robot.clickOn("#new-branch-data").clickOn("Anonymized, with masked rows");
        robot.clickOn("#create-branch");
        until("it can be stopped", () -> node("#sheet-stop").isVisible());
        assertThat(text("#sheet-phase")).contains("create anonymized branch");
        assertThat(text("#sheet-cancel")).isEqualTo("Go on in the background");
        robot.clickOn("#sheet-stop");
        until("it says so", () -> text("#sheet-error").contains("was cancelled"));
        assertThat(node("#sheet-stop").isVisible()).isFalse();
        assertThat(branch("nobody")).isEmpty();
    }

    @Test
    void theKeysOfAMenuDoNothingBelowADialog() {
        untilLoaded();
        choose("dev/alice");
        robot.push(KeyCode.F2);
        until("it is asked", () -> node("#rename-name") != null);
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.R);
        robot.push(KeyCode.ESCAPE);
        until("the dialog is gone", () -> node("#rename-name") == null);
        assertThat(branch("dev/alice").orElseThrow().lastResetAt()).isNull();
    }

    @Test
    void aDialogGrowsWithItsFields() {
        untilLoaded();
        choose("dev/alice");
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
        until("it is asked", () -> node("#restore-source") != null);
        ScrollPane scroll = (ScrollPane) node(".sheet-scroll");
        double before = scroll.getHeight();
        robot.clickOn("#restore-source").push(KeyCode.DOWN).push(KeyCode.ENTER);
        until("it says what it would do", () -> node("#restore-preview").isVisible());
        until("it has grown", () -> scroll.getHeight() > before);
        assertThat(scroll.getViewportBounds().getHeight())
                .isGreaterThanOrEqualTo(scroll.getContent().getLayoutBounds().getHeight() - 1);
    }

    @Test
    void theDefaultBranchCannotBeDeleted() {
        untilLoaded();
        robot.push(KeyCode.CONTROL, KeyCode.DELETE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#confirm")).isNull();
        assertThat(branch("main")).isPresent();
    }

    @Test
    void aBranchIsProtectedAndThenOffersNoReset() {
        untilLoaded();
        choose("dev/alice");
        inMenu("Protect");
        until("it is protected", () -> node("#protected-tag").isVisible());
        assertThat(node("#reset").isDisabled()).isTrue();
        assertThat(text("#rule")).isEqualTo("A protected branch cannot be reset.");
    }
}
