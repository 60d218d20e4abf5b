package dev.cambium.gui;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.stage.Window;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long the workbench takes from the start of its process until its first frame is
 * painted, until all its controls are there, then its branches, and ends. A program, not a test: it
 * takes the workbench's own options.
 */
public final class FirstPaint {

    private FirstPaint() {}

    public static void main(String[] words) {
        Thread watcher = new Thread(FirstPaint::watch);
        watcher.setDaemon(true);
        watcher.start();
        Workbench.main(words);
    }

    private static void watch() {
        try {
            while (Window.getWindows().isEmpty()
                    || Window.getWindows().getFirst().getScene() == null) {
                Thread.sleep(2);
            }
            Platform.runLater(() -> follow(Window.getWindows().getFirst().getScene()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void follow(Scene scene) {
        Iterator<Sight> sights = List.of(Sight.values()).iterator();
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    private Sight next = sights.next();

                    @Override
                    public void run() {
                        if (!next.in(scene)) {
                            return;
                        }
                        tell(next);
                        if (sights.hasNext()) {
                            next = sights.next();
                        } else {
                            scene.removePostLayoutPulseListener(this);
                            Platform.exit();
                        }
                    }
                });
    }

    /** What is seen, one after the other. */
    private enum Sight {
        /** The ground, the bars, the logo. */
        FIRST_FRAME,
        /** All the controls. */
        WORKBENCH,
        /** What the engine told. */
        BRANCHES;

        boolean in(Scene scene) {
            return switch (this) {
                case FIRST_FRAME -> true;
                case WORKBENCH -> scene.lookup("#undo") != null;
                case BRANCHES ->
                        scene.lookup("#branch-name") instanceof Labeled name
                                && !name.getText().isEmpty();
            };
        }
    }

    /** With the processor time of all threads, because the time of day depends on others, too. */
    private static void tell(Sight sight) {
        ProcessHandle.Info process = ProcessHandle.current().info();
        Instant start = process.startInstant().orElseThrow();
        System.out.printf(
                "%s after %d ms, %d ms of processor time%n",
                sight.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Duration.between(start, Instant.now()).toMillis(),
                process.totalCpuDuration().orElseThrow().toMillis());
    }
}
