package dev.cambium.gui.preferences;

import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.ThemeChoice;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What the window remembers: its size, theme, zoom and panels, in one small file. A file that is
 * missing or unreadable means the defaults; it never keeps the window from opening.
 */
public final class Preferences {

    private static final String FILE = "workbench.properties";
    private static final double LEAST_WIDTH = 960;
    private static final double LEAST_HEIGHT = 600;
    private static final double MOST = 16_384;

    private final @Nullable Path file;
    private final @Nullable Path home;
    private final Properties values = new Properties();

    private Preferences(@Nullable Path file, @Nullable Path home) {
        this.file = file;
        this.home = home;
    }

    /**
     * @param folder made when the first preference is saved
     */
    public static Preferences in(Path folder) {
        return read(folder, null);
    }

    /** Those of a window on an engine of this computer, which are kept in the engine's home. */
    public static Preferences inHome(Path home) {
        return read(home, home);
    }

    private static Preferences read(Path folder, @Nullable Path home) {
        Path file = folder.resolve(FILE);
        Preferences preferences = new Preferences(file, home);
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                preferences.values.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                log().warn("The preferences in {} cannot be read; starting with none", folder, e);
            }
        }
        return preferences;
    }

    /** The defaults, and nothing is remembered: for pictures. */
    public static Preferences none() {
        return noneOf(null);
    }

    /** As {@link #none}, of a window on the engine of a home; null when that is not known. */
    public static Preferences noneOf(@Nullable Path home) {
        return new Preferences(null, home);
    }

    /** The home of the window's engine; empty when it was named by an address. */
    public Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    /** Where the window keeps what it remembers; empty when it remembers nothing. */
    public Optional<Path> folder() {
        return Optional.ofNullable(file).map(Path::getParent);
    }

    /** The user's folder for configuration, by the XDG rule. */
    public static Path userFolder() {
        String xdg = System.getenv("XDG_CONFIG_HOME");
        Path config =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(xdg);
        return config.resolve("cambium");
    }

    public double width() {
        return Math.clamp(number("window.width", 1280), LEAST_WIDTH, MOST);
    }

    public double height() {
        return Math.clamp(number("window.height", 800), LEAST_HEIGHT, MOST);
    }

    public void size(double width, double height) {
        values.setProperty("window.width", String.valueOf(Math.round(width)));
        values.setProperty("window.height", String.valueOf(Math.round(height)));
    }

    public ThemeChoice theme() {
        return ThemeChoice.parse(values.getProperty("theme", ""));
    }

    /** As remembered, in another theme when one is wanted; null means the remembered one. */
    public Appearance appearance(@Nullable ThemeChoice wanted) {
        return new Appearance(wanted == null ? theme() : wanted, scale());
    }

    public void theme(ThemeChoice theme) {
        values.setProperty("theme", theme.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** How far the graph is zoomed in; 1 shows everything. */
    public double zoom() {
        return Math.max(1, number("graph.zoom", 1));
    }

    public void zoom(double zoom) {
        values.setProperty("graph.zoom", String.valueOf(zoom));
    }

    public boolean inspectorOpen() {
        return Boolean.parseBoolean(values.getProperty("inspector.open", "true"));
    }

    public void inspectorOpen(boolean open) {
        values.setProperty("inspector.open", String.valueOf(open));
    }

    public boolean timelineOpen() {
        return Boolean.parseBoolean(values.getProperty("timeline.open", "true"));
    }

    public void timelineOpen(boolean open) {
        values.setProperty("timeline.open", String.valueOf(open));
    }

    /** How large everything is drawn, in hundredths: 100 to 200. */
    public int scale() {
        return Math.clamp(Math.round(number("window.scale", 100)), 100, 200);
    }

    public void scale(int hundredths) {
        values.setProperty("window.scale", String.valueOf(hundredths));
    }

    private double number(String key, double otherwise) {
        try {
            double value = Double.parseDouble(values.getProperty(key, ""));
            return Double.isFinite(value) ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Writes beside and renames, so that a crash leaves the old file or the new one. */
    public void save() {
        Path kept = file;
        if (kept == null) {
            return;
        }
        try {
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Path written = kept.resolveSibling(FILE + ".new");
            try (Writer writer = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
                values.store(writer, null);
            }
            Files.move(
                    written,
                    kept,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log().warn("The preferences cannot be saved to {}", kept, e);
        }
    }

    /**
     * Asked for only when there is something to say: the first logger takes longer than the rest.
     */
    private static Logger log() {
        return LoggerFactory.getLogger(Preferences.class);
    }
}
