package dev.cambium.engine.cli;

import org.jspecify.annotations.NullUnmarked;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A script that starts the command line of these sources as {@code ./cambium} does: what is handed
 * over with the engine's own classes and nothing else, and with its first word {@code --here} all
 * of it.
 */
@NullUnmarked
public final class TestLauncher {

    private TestLauncher() {}

    /** Writes the script into a folder. */
    public static Path in(Path folder) throws IOException {
        Path script = folder.resolve("cambium");
        Files.writeString(
                script,
                """
                #!/bin/sh
                if [ "${1:-}" = --here ]; then
                  shift
                  exec '%1$s' -XX:TieredStopAtLevel=1 -cp '%2$s' dev.cambium.engine.cli.Cambium "$@"
                fi
                exec '%1$s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%3$s' \\
                  "-Dcambium.script=$0" dev.cambium.engine.cli.HandOver "$@"
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                ownClasses()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static Path ownClasses() {
        try {
            return Path.of(
                    HandOver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
