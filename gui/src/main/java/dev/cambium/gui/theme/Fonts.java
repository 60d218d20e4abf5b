package dev.cambium.gui.theme;

import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The two type faces, Inter and JetBrains Mono, from their jars: the machine need not have them.
 */
public final class Fonts {

    /** Families as style sheets and the canvas name them. */
    public static final String TEXT = "Inter";

    public static final String STRONG = "Inter SemiBold";
    public static final String MONO = "JetBrains Mono";

    private static final List<String> FILES =
            List.of(
                    "/com/formdev/flatlaf/fonts/inter/Inter-Regular.otf",
                    "/com/formdev/flatlaf/fonts/inter/Inter-SemiBold.otf",
                    "/com/formdev/flatlaf/fonts/inter/Inter-Bold.otf",
                    "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf");

    private Fonts() {}

    /** Makes the faces known to JavaFX; must be called before the first scene is styled. */
    public static void load() {
        for (String file : FILES) {
            try (InputStream face = Fonts.class.getResourceAsStream(file)) {
                if (face == null || Font.loadFont(face, 13) == null) {
                    throw new IllegalStateException("The type face " + file + " is missing");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
