package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.ThemeChoice;

import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is seen before there is anything to see. */
class OpeningTest {

    private final MemoryEngine engine = Samples.shop();
    private final PoolTaskRunner runner = new PoolTaskRunner();
    private final FxRobot robot = new FxRobot();
    private final CountDownLatch shown = new CountDownLatch(1);
    private Stage stage;

    @BeforeEach
    void open() throws TimeoutException, InterruptedException {
        stage = FxToolkit.registerPrimaryStage();
        robot.interact(
                () ->
                        Opening.show(
                                stage,
                                new Appearance(ThemeChoice.DARK, 125),
                                1280,
                                800,
                                shown::countDown));
        assertThat(shown.await(120, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() throws TimeoutException {
        robot.interact(stage::hide);
        runner.close();
        FxToolkit.cleanupStages();
    }

    @Test
    void theFirstFrameIsInTheThemeAndHasNoControlsToLoad() {
        Scene scene = stage.getScene();
        assertThat(scene.getRoot().lookupAll("*"))
                .isNotEmpty()
                .noneMatch(node -> node instanceof Control);
        Region bar = (Region) scene.lookup(".top-bar");
        assertThat(bar.getHeight()).isEqualTo(44);
        Color ground = (Color) bar.getBackground().getFills().getLast().getFill();
        assertThat(ground.getBrightness()).as("the dark theme's").isLessThan(0.3);
    }

    @Test
    void theWindowGoesOnWithTheSameScene() {
        Scene first = stage.getScene();
        robot.interact(
                () ->
                        new WorkbenchWindow(
                                        stage,
                                        () -> engine,
                                        runner,
                                        Preferences.none(),
                                        new Appearance(ThemeChoice.DARK, 125),
                                        null)
                                .open());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.getScene()).isSameAs(first);
        assertThat(first.lookup("#undo")).isNotNull();
        assertThat(first.getRoot().lookupAll(".rail")).hasSize(1);
    }
}
