package dev.cambium.engine.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions this build was made with, written into a resource by Maven. */
public final class BuildVersion {

    private static final Properties PROPERTIES = load();

    private BuildVersion() {}

    /** Cambium's own version. */
    public static String cambium() {
        return Objects.requireNonNull(PROPERTIES.getProperty("version"));
    }

    /** The version of the Postgres binaries on the class path, for example {@code 18.6.0}. */
    public static String postgres() {
        return Objects.requireNonNull(PROPERTIES.getProperty("postgres"));
    }

    /** The version of the other Postgres that the build brings, for example {@code 17.11.0}. */
    public static String postgres17() {
        return Objects.requireNonNull(PROPERTIES.getProperty("postgres17"));
    }

    private static Properties load() {
        try (InputStream in = BuildVersion.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            properties.load(
                    Objects.requireNonNull(in, "build.properties is not on the class path"));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
