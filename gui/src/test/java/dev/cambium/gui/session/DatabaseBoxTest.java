package dev.cambium.gui.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class DatabaseBoxTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final FxRobot robot = new FxRobot();
    private ComboBox<String> box;
    private Standpoint standpoint;

    @Start
    void open(Stage stage) {
        workspace.connect();
        Branch main = engine.find("main");
        engine.databases().create(main.projectId(), main.id(), "archive", null);
        engine.databases().create(main.projectId(), main.id(), "metrics", null);
        standpoint = new Standpoint(workspace, () -> true);
        box = new ComboBox<>();
        DatabaseBox.fill(box, standpoint);
        stage.setScene(new Scene(new StackPane(box), 300, 200));
        stage.show();
    }

    @Test
    void theFirstDatabaseIsShownAndStoodOnWithoutBeingNamed() {
        robot.interact(() -> standpoint.readDatabases());
        assertThat(box.getItems()).containsExactly("shop", "archive", "metrics");
        assertThat(box.getValue()).isEqualTo("shop");
        assertThat(box.isVisible()).isTrue();
        assertThat(standpoint.target(false).database()).isNull();
    }

    @Test
    void choosingAnotherOneStandsOnIt() {
        robot.interact(() -> standpoint.readDatabases());
        robot.interact(() -> box.setValue("metrics"));
        assertThat(standpoint.target(false).database()).isEqualTo("metrics");
        robot.interact(() -> box.setValue("shop"));
        assertThat(standpoint.target(false).database()).isEqualTo("shop");
    }

    @Test
    void aBranchWithOneDatabaseHasNothingToChoose() {
        robot.interact(
                () -> {
                    standpoint.go(engine.find("qa/metrics"));
                    standpoint.readDatabases();
                });
        assertThat(box.isVisible()).isFalse();
        assertThat(standpoint.target(false).database()).isNull();
    }
}
