package dev.cambium.gui;

import dev.cambium.engine.api.EngineException;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The workbench on an engine in memory: {@code shop}, {@code empty}, {@code none} or a number of
 * branches, then the workbench's options.
 */
public final class MemoryWorkbench {

    private MemoryWorkbench() {}

    public static void main(String[] words) throws Exception {
        String sample = words[0];
        List<String> rest = new ArrayList<>(List.of(words).subList(1, words.length));
        Path home = Files.createTempDirectory("workbench");
        home.toFile().deleteOnExit();
        rest.addAll(List.of("--home", home.toString()));
        MemoryEngine engine =
                switch (sample) {
                    case "shop", "none" -> Samples.shop();
                    case "empty" -> new MemoryEngine();
                    default -> Samples.forest(Integer.parseInt(sample), 42);
                };
        WorkbenchApplication.open(
                () -> {
                    if (sample.equals("none")) {
                        throw new EngineException(
                                0, "UNREACHABLE", "No engine listens at 127.0.0.1:7391.");
                    }
                    return engine;
                },
                WorkbenchOptions.parse(rest));
        System.exit(0);
    }
}
