package dev.cambium.gui.l10n;

import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;

/** Loads a view's structure with its words. */
public final class Fxml {

    private Fxml() {}

    /**
     * @param resource the FXML file's absolute path on the class path
     * @param view gets the named nodes in its {@code @FXML} fields
     */
    public static Parent load(String resource, Object view) {
        URL location = Objects.requireNonNull(view.getClass().getResource(resource), resource);
        FXMLLoader loader = new FXMLLoader(location, Text.bundle());
        loader.setController(view);
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
