package dev.cambium.gui;

import dev.cambium.gui.shell.WorkbenchWindow;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;

import javafx.application.Platform;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.imageio.ImageIO;

/** Takes a picture of the window once its data is there, then ends the program. */
final class Screenshot {

    /** Databases, connection string and answers come after the lists; a branch may wake first. */
    private static final Duration SETTLE = Duration.ofSeconds(3);

    /** An engine that starts may unpack Postgres first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WorkbenchWindow window;
    private final TaskRunner runner;
    private final Path file;
    private final Duration settle;

    /**
     * @param commands how many are done before
     */
    Screenshot(WorkbenchWindow window, TaskRunner runner, Path file, int commands) {
        settle = SETTLE.plus(WorkbenchWindow.BETWEEN_COMMANDS.multipliedBy(commands));
        this.window = window;
        this.runner = runner;
        this.file = file;
    }

    void takeWhenLoaded() {
        window.workspace()
                .loadedProperty()
                .addListener(
                        (property, before, loaded) -> {
                            if (loaded) {
                                runner.later(settle, this::take);
                            }
                        });
        runner.later(
                PATIENCE,
                () -> {
                    if (!window.workspace().loadedProperty().get()) {
                        fail(
                                "No picture was taken: "
                                        + window.workspace().engineTroubleProperty().get());
                    }
                });
    }

    private void take() {
        WritableImage image = window.scene().snapshot(null);
        BackgroundTask.of(() -> write(image))
                .onSuccess(written -> Platform.exit())
                .onFailure(failure -> fail("The picture cannot be written: " + failure))
                .runWith(runner);
    }

    private Path write(WritableImage image) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, width, height, pixels, 0, width);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (!ImageIO.write(picture, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
        return file;
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
