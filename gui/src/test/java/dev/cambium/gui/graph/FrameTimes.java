package dev.cambium.gui.graph;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.theme.Fonts;
import dev.cambium.gui.theme.ThemeChoice;
import dev.cambium.gui.theme.Themes;
import dev.cambium.gui.workspace.Workspace;

import javafx.application.Platform;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.stage.Stage;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Prints how long a frame of the graph takes while it is panned and zoomed: laid out and painted,
 * and then also rendered to pixels. A program, not a test: {@code FrameTimes [BRANCHES [FRAMES]]}.
 */
public final class FrameTimes {

    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;

    private FrameTimes() {}

    public static void main(String[] words) throws InterruptedException {
        int branches = words.length > 0 ? Integer.parseInt(words[0]) : 500;
        int frames = words.length > 1 ? Integer.parseInt(words[1]) : 300;
        MemoryEngine engine = Samples.forest(branches, 42);
        CountDownLatch done = new CountDownLatch(1);
        PoolTaskRunner runner = new PoolTaskRunner();
        Platform.startup(() -> open(engine, runner, frames, done));
        done.await();
        runner.close();
        Platform.exit();
    }

    private static void open(
            MemoryEngine engine, PoolTaskRunner runner, int frames, CountDownLatch done) {
        Fonts.load();
        Workspace workspace = new Workspace(() -> engine, runner, null);
        GraphViewModel graph = new GraphViewModel(workspace);
        GraphView view = new GraphView(graph, (branch, at) -> new ContextMenu());
        Scene scene = new Scene(view.root(), WIDTH, HEIGHT);
        new Themes(scene, new SimpleObjectProperty<>(ThemeChoice.LIGHT));
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.show();
        workspace
                .loadedProperty()
                .addListener(
                        (property, before, loaded) ->
                                runner.later(
                                        java.time.Duration.ofSeconds(2),
                                        () -> {
                                            measure(workspace, graph, scene, frames);
                                            done.countDown();
                                        }));
        workspace.connect();
    }

    private static void measure(
            Workspace workspace, GraphViewModel graph, Scene scene, int frames) {
        GraphCanvas canvas = (GraphCanvas) scene.lookup("#graph");
        System.out.printf(
                "%d branches, %d ticks, %d x %d pixels%n",
                workspace.branches().size(), workspace.ticks().size(), WIDTH, HEIGHT);
        for (double zoom : new double[] {1, 20, 400}) {
            graph.zoomProperty().set(zoom);
            double[] painted = new double[frames];
            double[] rendered = new double[frames];
            for (int i = 0; i < frames; i++) {
                long begin = System.nanoTime();
                graph.pan(i % 2 == 0 ? 3 : -2, GraphFrame.LEFT, WIDTH - 80);
                canvas.scrollTo(i * 40 % 20_000);
                canvas.layout();
                painted[i] = (System.nanoTime() - begin) / 1e6;
                scene.snapshot(null);
                rendered[i] = (System.nanoTime() - begin) / 1e6;
            }
            System.out.printf(
                    "zoom %4.0f: painted %s; with pixels %s%n",
                    zoom, spread(painted), spread(rendered));
        }
    }

    private static String spread(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return "median %.1f ms, 95 %% below %.1f ms, most %.1f ms"
                .formatted(
                        sorted[sorted.length / 2],
                        sorted[(int) (sorted.length * 0.95)],
                        sorted[sorted.length - 1]);
    }
}
