package dev.cambium.gui.task;

import javafx.application.Platform;

/** The one gate to the JavaFX thread: the only class that calls {@code Platform.runLater}. */
public final class FxThread {

    private FxThread() {}

    /** Runs now when called on the JavaFX thread, else soon and in order. */
    public static void run(Runnable update) {
        if (Platform.isFxApplicationThread()) {
            update.run();
        } else {
            Platform.runLater(update);
        }
    }
}
