package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineException;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.ThemeChoice;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import java.util.concurrent.TimeUnit;

/** The window when there is nothing to show: it says why and what to do. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class EmptyWindowTest {

    private final MemoryEngine engine = new MemoryEngine();
    private final PoolTaskRunner runner = new PoolTaskRunner();
    private final FxRobot robot = new FxRobot();
    private volatile boolean there;
    private WorkbenchWindow window;

    @Start
    void open(Stage stage) {
        window =
                new WorkbenchWindow(
                        stage,
                        () -> {
                            if (!there) {
                                throw new EngineException(0, "NONE", "No engine listens there.");
                            }
                            return engine;
                        },
                        runner,
                        Preferences.none(),
                        new Appearance(ThemeChoice.LIGHT, 100),
                        null);
        window.open();
    }

    @AfterEach
    void close() {
        robot.interact(() -> window.scene().getWindow().hide());
        runner.close();
    }

    private String text(String id) {
        Node found = window.scene().getRoot().lookup(id);
        return found instanceof Labeled labeled ? labeled.getText() : "";
    }

    private void until(String id, String words) {
        try {
            WaitForAsyncUtils.waitFor(
                    120,
                    TimeUnit.SECONDS,
                    () ->
                            WaitForAsyncUtils.asyncFx(() -> text(id).contains(words))
                                    .get(120, TimeUnit.SECONDS));
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain for '" + words + "' in " + id, e);
        }
    }

    @Test
    void noEngineThenNoProjectThenTheFirstBranch() {
        until("#empty-title", "No engine answers");
        until("#empty-sentence", "No engine listens there.");
        assertThat(window.scene().getRoot().lookup("#new-branch").isDisabled()).isTrue();
        there = true;
        until("#empty-title", "No project yet");
        robot.clickOn("#empty-create-project");
        robot.clickOn("#new-project-name").write("shop");
        robot.clickOn("#create-project");
        until("#branch-name", "main");
        assertThat(engine.projects().list())
                .singleElement()
                .matches(each -> each.name().equals("shop"));
    }

    @Test
    void everyShortcutIsUnique() {
        assertThat(KeyMap.values()).extracting(KeyMap::combination).doesNotHaveDuplicates();
        assertThat(KeyMap.values()).allSatisfy(key -> assertThat(key.words()).isNotBlank());
    }
}
