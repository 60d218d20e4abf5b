package dev.cambium.gui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Scene;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Puts the chosen theme on a scene: AtlantaFX for the shapes of controls, then our palette, the
 * roles of light or dark, and the selectors, which know roles only.
 */
public final class Themes {

    private final Scene scene;
    private final ObjectProperty<ThemeChoice> choice;
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(false);

    /** Held here, and only weakly by the system's preferences, so that windows can go. */
    private final ChangeListener<ColorScheme> onSystemChange;

    /**
     * @param choice is followed
     */
    public Themes(Scene scene, ObjectProperty<ThemeChoice> choice) {
        this.scene = scene;
        this.choice = choice;
        onSystemChange = (property, before, after) -> apply();
        Platform.getPreferences()
                .colorSchemeProperty()
                .addListener(new WeakChangeListener<>(onSystemChange));
        choice.addListener((property, before, after) -> apply());
        apply();
    }

    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /**
     * Puts on a scene that has no controls what their places and grounds need; the other sheets
     * take longer to read.
     */
    public static void ground(Scene scene, ThemeChoice choice) {
        scene.getStylesheets().setAll(grounds(isDark(choice)));
    }

    private void apply() {
        dark.set(isDark(choice.get()));
        String controls =
                dark.get()
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet();
        Application.setUserAgentStylesheet(controls);
        scene.getStylesheets().setAll(sheets(dark.get()));
    }

    private static boolean isDark(ThemeChoice choice) {
        return switch (choice) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /** Ours, in the order in which they build on each other. */
    private static List<String> sheets(boolean dark) {
        List<String> all = new ArrayList<>(grounds(dark));
        all.add(sheet("controls.css"));
        all.add(sheet("workbench.css"));
        return all;
    }

    private static List<String> grounds(boolean dark) {
        return List.of(
                sheet("palette.css"), sheet(dark ? "dark.css" : "light.css"), sheet("ground.css"));
    }

    private static String sheet(String name) {
        URL url = Themes.class.getResource("/dev/cambium/gui/theme/" + name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
