package dev.cambium.gui.verb;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does. */
final class OnPath {

    private OnPath() {}

    /** The PATH of this process. */
    static String own() {
        return System.getenv().getOrDefault("PATH", "");
    }

    /**
     * @param path folders, separated as the system does it
     */
    static Optional<Path> find(String program, String path) {
        for (String folder : path.split(File.pathSeparator)) {
            Path file = Path.of(folder, program);
            if (!folder.isBlank() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
