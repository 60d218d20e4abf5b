package dev.cambium.gui;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.graph.Lanes;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.shell.WorkbenchWindow;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.theme.ThemeChoice;
import dev.cambium.gui.workspace.EngineSource;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The real window on an engine in memory, without a display, for tests with real clicks. */
@NullUnmarked
public abstract class WindowFixture {

    protected final MemoryEngine engine = Samples.shop();
    protected final PoolTaskRunner runner = new PoolTaskRunner();
    protected final FxRobot robot = new FxRobot();
    protected WorkbenchWindow window;

    protected Preferences preferences() {
        return Preferences.none();
    }

    /** Where the window finds its engine. */
    protected EngineSource source() {
        return () -> engine;
    }

    @BeforeEach
    void open() throws java.util.concurrent.TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(this::open);
    }

    private void open(Stage stage) {
        Preferences preferences = preferences();
        window =
                new WorkbenchWindow(
                        stage,
                        source(),
                        runner,
                        preferences,
                        preferences.appearance(ThemeChoice.LIGHT),
                        null);
        window.open();
    }

    @AfterEach
    void close() throws java.util.concurrent.TimeoutException {
        robot.interact(
                () -> {
                    Window shown = window.scene().getWindow();
                    shown.hide();
                    // All tests have one stage: hidden again, it would save into a folder that is
                    // gone.
                    shown.setOnHidden(null);
                });
        runner.close();
        robot.release(new KeyCode[0]);
        robot.release(new MouseButton[0]);
        FxToolkit.cleanupStages();
    }

    protected static void until(String what, Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(
                    120, // on a computer that does something else a server may take half of it
                    TimeUnit.SECONDS,
                    () -> WaitForAsyncUtils.asyncFx(condition).get(120, TimeUnit.SECONDS));
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain until " + what, e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    protected Node node(String id) {
        return window.scene().getRoot().lookup(id);
    }

    protected String text(String id) {
        Node node = node(id);
        if (node instanceof TextInputControl box) {
            return box.getText();
        }
        return node instanceof Labeled labeled && labeled.getText() != null
                ? labeled.getText()
                : "";
    }

    protected Optional<Branch> branch(String name) {
        return engine.branches().list(engine.projects().list().getFirst().id()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    protected Point2D endOf(String branchName) {
        return WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> Lanes.onScreen(node("#graph"), branchName));
    }

    protected void untilGraphIsThere() {
        until("the graph is painted", () -> Lanes.labels(node("#graph")) > 0);
        // The headless platform's robot presses only where a window is active.
        robot.interact(() -> window.scene().getWindow().requestFocus());
    }

    protected void choose(String name) {
        robot.clickOn(endOf(name).subtract(3, 0));
        until(name + " is chosen", () -> text("#branch-name").equals(name));
    }
}
