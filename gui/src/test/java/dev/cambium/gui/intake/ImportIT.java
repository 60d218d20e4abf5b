package dev.cambium.gui.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.RealEngine;
import dev.cambium.gui.Screening;
import dev.cambium.gui.screen.ScreenView;

import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The import dialog, into a real engine. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ImportIT {

    @TempDir private static Path folder;
    private static RealEngine real;
    private final FxRobot robot = new FxRobot();
    private Screening screening;

    @BeforeAll
    static void startEngine() {
        real = new RealEngine(folder.resolve("home"));
    }

    @AfterAll
    static void stopEngine() {
        real.close();
    }

    @Start
    void open(Stage stage) {
        screening = new Screening(real.connect());
        screening.show(stage, new Nothing());
    }

    @AfterEach
    void close() {
        screening.close();
    }

    private record Nothing(StackPane pane) implements ScreenView {
        Nothing() {
            this(new StackPane());
        }

        @Override
        public Parent root() {
            return pane;
        }

        @Override
        public void focus() {}
    }

    private void dialog(String sql) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "dump", ".sql"), sql);
        screening.untilLoaded();
        robot.interact(() -> IntakeView.open(screening.frame(), List.of(file)));
        screening.until("it is there", () -> screening.node("#import-begin") != null);
    }

    private List<String> projects() {
        return real.client().projects().list().stream().map(each -> each.name()).toList();
    }

    @Test
    void aFileIsImportedIntoTheChosenBranch() throws Exception {
        dialog("CREATE TABLE city (name text);\nINSERT INTO city VALUES ('Lyon'), ('Graz');\n");
        robot.clickOn("#import-begin");
        screening.until("it is done", () -> screening.node("#import-begin") == null);
        assertThat(real.ask("main", "SELECT count(*) FROM city")).isEqualTo("2");
        assertThat(screening.notices().getLast().failure()).isFalse();
    }

    @Test
    void theWindowGoesToTheProjectThatWasMadeForAnImport() throws Exception {
        dialog("CREATE TABLE port (name text);\nINSERT INTO port VALUES ('Genoa');\n");
        robot.clickOn("#import-project").write("harbour");
        robot.clickOn("#import-begin");
        screening.until("it is done", () -> screening.node("#import-begin") == null);
        screening.until(
                "its project is chosen",
                () ->
                        screening
                                .frame()
                                .workspace()
                                .projectProperty()
                                .map(each -> each.name().equals("harbour"))
                                .getValue());
    }

    @Test
    void aBrokenFileIsExplainedAndTheNewProjectIsTakenBack() throws Exception {
        dialog("CREATE TABLE fine (n int);\nCREATE TABLE fine (n int);\n");
        robot.clickOn("#import-project").write("broken");
        robot.clickOn("#import-begin");
        screening.until("it is explained", () -> screening.text("#import-error").contains("fine"));
        assertThat(projects()).doesNotContain("broken");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingBegins() throws Exception {
        dialog("SELECT 1;");
        robot.clickOn("#import-url");
        screening.until(
                "an address is asked for", () -> !screening.text("#import-problem").isEmpty());
        assertThat(screening.node("#import-begin").isDisabled()).isTrue();
        robot.clickOn("#import-url-field").write("postgresql://nobody@localhost:1/none");
        screening.until("it can begin", () -> !screening.node("#import-begin").isDisabled());
        robot.clickOn("#import-begin");
        screening.until(
                "it is said that nobody answers there",
                () -> !screening.text("#import-error").isEmpty());
    }
}
