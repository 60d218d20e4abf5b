package dev.cambium.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LastMark;
import dev.cambium.gui.workspace.EngineSource;

import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** The main journeys of a person at the window, on a real engine and real Postgres servers. */
@NullUnmarked
class JourneysIT extends WindowFixture {

    private static RealEngine real;

    @BeforeAll
    static void startEngine(@TempDir Path folder) throws Exception {
        real = new RealEngine(folder.resolve("home"));
        real.run(
                "main",
                "CREATE TABLE payment (id int PRIMARY KEY)",
                "INSERT INTO payment SELECT generate_series(1, 5000)");
    }

    @AfterAll
    static void stopEngine() {
        if (real != null) {
            real.close();
        }
    }

    @Override
    protected EngineSource source() {
        return real::connect;
    }

    private void open(String branch) {
        until("a branch is chosen", () -> !text("#branch-name").isEmpty());
        untilGraphIsThere();
        choose(branch);
    }

    private static String payments(String branch) throws Exception {
        return real.ask(branch, "SELECT count(*) FROM payment");
    }

    private static boolean hasPayments(String branch) throws Exception {
        return real.ask(branch, "SELECT to_regclass('payment') IS NOT NULL").equals("t");
    }

    private static void untilTrue(String what, Callable<Boolean> question) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                if (question.call()) {
                    return;
                }
            } catch (SQLException e) {
                // A verb that changes the content cuts connections off; the next one is answered.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("waited in vain until " + what);
    }

    private void undo(String title) {
        until("undo names it", () -> text("#undo").startsWith("Undo: " + title));
        robot.clickOn("#undo");
    }

    @Test
    void aBranchIsCreatedFromMainAndHasItsRows() throws Exception {
        open("main");
        robot.clickOn("#new-branch");
        robot.clickOn("#new-branch-name").write("created");
        robot.clickOn("#create-branch");
        until("it is made and chosen", () -> text("#branch-name").equals("created"));
        assertThat(payments("created")).isEqualTo("5000");
    }

    @Test
    void aBranchIsResetFromItsParentByOneClickAndThatIsUndone() throws Exception {
        real.createBranch("changed");
        real.run("changed", "DELETE FROM payment WHERE id > 10");
        open("changed");
        robot.clickOn("#reset");
        untilTrue("it has the parent's rows", () -> payments("changed").equals("5000"));
        undo("reset of 'changed' from 'main'");
        untilTrue("it has its own rows again", () -> payments("changed").equals("10"));
    }

    @Test
    void aDroppedTableIsTravelledToLookedAtRestoredAndTheRestoreIsUndone() throws Exception {
        real.createBranch("dropped");
        real.run("dropped", "DROP TABLE payment");
        untilTrue("the drop was read from WAL", JourneysIT::dropIsKnown);
        open("dropped");
        robot.clickOn("#before-last-ddl");
        until(
                "the slider stands before it",
                () -> text("#timeline-words").startsWith("just before DROP TABLE"));
        until("the moment was found", () -> node("#moment-restore").isVisible());
        robot.clickOn("#moment-look");
        until(
                "the first rows of the table are there",
                () ->
                        robot.lookup(".table-row-cell .text").queryAll().stream()
                                .anyMatch(each -> true));
        robot.push(KeyCode.ESCAPE);
        until("the look is over", () -> robot.lookup(".table-row-cell").queryAll().isEmpty());
        robot.clickOn("#moment-restore");
        until("it is asked", () -> node("#confirm") != null);
        robot.clickOn("#confirm");
        untilTrue("the table is back", () -> hasPayments("dropped"));
        assertThat(payments("dropped")).isEqualTo("5000");
        assertThat(real.branches())
                .anySatisfy(each -> assertThat(each.name()).startsWith("dropped_old_"));
        undo("restore of 'dropped' to ");
        untilTrue("the table is gone again", () -> !hasPayments("dropped"));
    }

    private static boolean dropIsKnown() {
        try {
            return real.client()
                    .past()
                    .lastMark(real.project().id(), real.branch("dropped").id(), LastMark.DDL)
                    .label()
                    .contains("DROP");
        } catch (EngineException e) {
            return false; // Nothing is known yet.
        }
    }

    @Test
    void aSnapshotIsTakenAndRestoredAsABranch() throws Exception {
        real.createBranch("released");
        open("released");
        robot.clickOn("#snapshot");
        until("it is asked", () -> node("#snapshot-name") != null);
        robot.clickOn("#snapshot-name").write("v1");
        robot.clickOn("#take-snapshot");
        until("it is listed", () -> hasRow("v1"));
        real.run("released", "DELETE FROM payment");
        chooseInRowMenu("Restore as a new branch…");
        until("it is asked", () -> node("#snapshot-branch-name") != null);
        robot.clickOn("#snapshot-branch-name").write("from-v1");
        robot.clickOn("#restore-snapshot");
        until("it is chosen", () -> text("#branch-name").equals("from-v1"));
        assertThat(payments("from-v1")).isEqualTo("5000");
        assertThat(payments("released")).isEqualTo("0");
    }

    /**
     * The row is made anew when its snapshot gets ready: whoever reaches for it just then, misses.
     */
    private void chooseInRowMenu(String item) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                robot.clickOn(".section-row .row-menu").clickOn(item);
                return;
            } catch (RuntimeException rowIsGone) {
                if (attempt == 5) {
                    throw rowIsGone;
                }
                Thread.sleep(500);
            }
        }
    }

    private boolean hasRow(String name) {
        return robot.lookup(".section-row .label").queryAll().stream()
                .anyMatch(label -> name.equals(((Labeled) label).getText()));
    }
}
