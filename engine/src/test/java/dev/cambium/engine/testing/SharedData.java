package dev.cambium.engine.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real databases that lie beside the clone of the repository, in {@code ../shared/data}. */
public final class SharedData {

    private SharedData() {}

    /** Skips the test when the file is not there. */
    public static Path file(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path file = folder.resolveSibling("shared").resolve("data").resolve(name);
            if (Files.isReadable(file)) {
                return file;
            }
            folder = folder.getParent();
        }
        assumeThat(false)
                .as("no shared/data/%s beside the repository: the real dumps are not here", name)
                .isTrue();
        throw new AssertionError("unreachable");
    }
}
