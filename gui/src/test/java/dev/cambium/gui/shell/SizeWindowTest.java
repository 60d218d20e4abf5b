package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.WindowFixture;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.control.KeyMap;

import javafx.geometry.Bounds;
import javafx.scene.Scene;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.util.List;

/** What is drawn larger, or in a small window, is still all there. */
@NullUnmarked
class SizeWindowTest extends WindowFixture {

    private static final List<String> CORNERS =
            List.of(
                    "#project",
                    "#new-branch",
                    "#engine-state",
                    "#toggle-timeline",
                    "#more",
                    "#slider");

    private void untilLoaded() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
    }

    private void size(double width, double height) {
        robot.interact(
                () -> {
                    window.scene().getWindow().setWidth(width);
                    window.scene().getWindow().setHeight(height);
                });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void larger(int times) {
        Command larger = window.frame().commands().get(KeyMap.LARGER);
        robot.interact(
                () -> {
                    for (int i = 0; i < times; i++) {
                        larger.run();
                    }
                });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private double drawnAt() {
        return node("#more").getLocalToSceneTransform().getMxx();
    }

    private void assertAllIsInside() {
        Scene scene = window.scene();
        for (String corner : CORNERS) {
            Bounds at = node(corner).localToScene(node(corner).getLayoutBounds());
            assertThat(at.getMinX()).as(corner).isBetween(0.0, scene.getWidth());
            assertThat(at.getMaxX()).as(corner).isBetween(0.0, scene.getWidth());
            assertThat(at.getMaxY()).as(corner).isBetween(0.0, scene.getHeight());
        }
    }

    @Test
    void theSmallestWindowShowsAllOfItsParts() {
        untilLoaded();
        size(960, 600);
        assertAllIsInside();
    }

    @Test
    void aWindowWithRoomIsDrawnAsLargeAsIsWished() {
        untilLoaded();
        size(1280, 800);
        larger(2);
        assertThat(drawnAt()).isEqualTo(1.25);
        assertAllIsInside();
    }

    @Test
    void aSmallWindowIsDrawnAsLargeAsItHasRoomFor() {
        untilLoaded();
        size(1280, 800);
        larger(10);
        assertThat(drawnAt()).isBetween(1.3, 1.4);
        assertAllIsInside();
    }
}
