package dev.cambium.gui;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Window;

import java.time.Duration;
import java.time.Instant;

/**
 * Prints how long the workbench takes from the start of its process until its first frame is
 * painted, then until its branches are there, and ends. A program, not a test: it takes the
 * workbench's own options.
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
            while (Window.getWindows().isEmpty()) {
                Thread.sleep(2);
            }
            Platform.runLater(() -> onFirstFrame(Window.getWindows().getFirst().getScene()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void onFirstFrame(Scene scene) {
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    private boolean first = true;

                    @Override
                    public void run() {
                        if (first) {
                            first = false;
                            tell("first frame");
                        }
                        if (scene.lookup("#branch-name")
                                        instanceof javafx.scene.control.Labeled name
                                && !name.getText().isEmpty()) {
                            scene.removePostLayoutPulseListener(this);
                            tell("branches there");
                            Platform.exit();
                        }
                    }
                });
    }

    private static void tell(String what) {
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        System.out.printf(
                "%s after %d ms%n", what, Duration.between(start, Instant.now()).toMillis());
    }
}
