package dev.cambium.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.workspace.EngineSource;

import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The screens beside the graph, on a real engine. */
@NullUnmarked
class ScreensIT extends WindowFixture {

    @TempDir private static Path folder;
    private static RealEngine real;

    @BeforeAll
    static void startEngine() throws Exception {
        real = new RealEngine(folder.resolve("home"));
        real.run(
                "main",
                "CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO customer VALUES (1, 'Ada'), (2, 'Grace')");
        real.createBranch("feature");
        real.run(
                "feature",
                "ALTER TABLE customer ADD COLUMN phone text",
                "CREATE INDEX customer_name ON customer (name)");
    }

    @AfterAll
    static void stopEngine() {
        real.close();
    }

    @Override
    protected EngineSource source() {
        return real::connect;
    }

    @Override
    protected Preferences preferences() {
        return Preferences.in(folder.resolve("home"));
    }

    private void open(KeyCode digit) {
        until("a branch is chosen", () -> !text("#branch-name").isEmpty());
        untilGraphIsThere();
        robot.push(KeyCode.CONTROL, digit);
    }

    @Test
    void theSchemaOfABranchIsBrowsedAndFiltered() {
        open(KeyCode.DIGIT3);
        until("the objects are there", () -> leaf(tree().getRoot(), "customer") != null);
        robot.interact(() -> tree().getSelectionModel().select(leaf(tree().getRoot(), "customer")));
        until("the table is shown", () -> text("#schema-name").equals("public.customer"));
        until(
                "with its columns and its key",
                () -> ((TableView<?>) node("#schema-parts")).getItems().size() == 3);
        robot.clickOn("#schema-filter").write("no such thing");
        until("nothing fits", () -> leaf(tree().getRoot(), "customer") == null);
    }

    @SuppressWarnings("unchecked")
    private TreeView<Object> tree() {
        return (TreeView<Object>) node("#schema-tree");
    }

    private static <T> TreeItem<T> leaf(TreeItem<T> item, String name) {
        if (item == null || (item.isLeaf() && String.valueOf(item.getValue()).contains(name))) {
            return item;
        }
        return item.getChildren().stream()
                .map(each -> leaf(each, name))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Test
    @SuppressWarnings("unchecked")
    void twoBranchesAreComparedAndTheMigrationIsPutIntoTheConsole() {
        open(KeyCode.DIGIT1);
        choose("feature");
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        until("the screen is there", () -> node("#schema-compare") != null);
        robot.clickOn("#schema-compare");
        robot.clickOn("#compare-run");
        until(
                "both changes are found",
                () ->
                        ((ListView<SchemaComparison.Change>) node("#compare-changes"))
                                        .getItems().stream()
                                                .map(SchemaComparison.Change::name)
                                                .filter(each -> each.contains("customer"))
                                                .count()
                                >= 2);
        robot.clickOn("Migration");
        until("the script is in front", () -> node("#compare-console").getScene() != null);
        robot.clickOn("#compare-console");
        until("the console is there", () -> node("#sql-editor") != null);
        assertThat(((org.fxmisc.richtext.CodeArea) node("#sql-editor")).getText())
                .contains("ADD COLUMN phone")
                .contains("customer_name");
    }

    @Test
    void settingsOfTheProjectAreSavedAndNonsenseIsRefused() {
        open(KeyCode.COMMA);
        until("the project is shown", () -> text("#settings-name").equals("shop"));
        until(
                "the engine tells of itself",
                () -> !((Pane) node("#settings-engine")).getChildren().isEmpty());
        type("#settings-hours", "soon");
        robot.clickOn("#settings-save");
        until("it is refused", () -> text("#settings-status").contains("number"));
        type("#settings-hours", "12");
        robot.clickOn("#settings-save");
        until("it is saved", () -> text("#settings-status").equals("Saved."));
        assertThat(real.client().projects().get(real.project().id()).historyRetentionSeconds())
                .isEqualTo(12 * 3600);
    }

    private void type(String box, String words) {
        robot.interact(() -> ((TextInputControl) node(box)).clear());
        robot.clickOn(box).write(words);
    }

    @Test
    void theDoctorLooksAtTheComputer() {
        open(KeyCode.DIGIT5);
        until(
                "it has found something",
                () -> !((Pane) node("#doctor-list")).getChildren().isEmpty());
        assertThat(text("#doctor-summary")).doesNotContain("Looking");
        assertThat(node("#doctor-copy").isDisabled()).isFalse();
    }
}
