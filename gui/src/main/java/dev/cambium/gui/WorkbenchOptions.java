package dev.cambium.gui;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the workbench is started with.
 *
 * @param home the engine's home folder, where its address and key are found; null with a URL
 * @param screenshot where to write a picture of the window instead of staying open
 */
record WorkbenchOptions(
        @Nullable String apiUrl,
        @Nullable String apiKey,
        @Nullable Path home,
        @Nullable Path screenshot,
        @Nullable String select,
        boolean dark) {

    static final String USAGE =
            """
            Usage: workbench (--api-url URL --api-key KEY | --home DIR) [options]
              --select BRANCH        choose this branch at first
              --dark                 open in the dark theme
              --screenshot FILE.png  write a picture of the loaded window and end
            """;

    /**
     * @throws IllegalArgumentException with a sentence, when the words make no sense
     */
    static WorkbenchOptions parse(List<String> words) {
        String apiUrl = null;
        String apiKey = null;
        Path home = null;
        Path screenshot = null;
        String select = null;
        boolean dark = false;
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.pop();
            switch (word) {
                case "--api-url" -> apiUrl = value(word, left);
                case "--api-key" -> apiKey = value(word, left);
                case "--home" -> home = Path.of(value(word, left)).toAbsolutePath();
                case "--screenshot" -> screenshot = Path.of(value(word, left)).toAbsolutePath();
                case "--select" -> select = value(word, left);
                case "--dark" -> dark = true;
                default ->
                        throw new IllegalArgumentException(
                                "The workbench does not know the option " + word + ".");
            }
        }
        if ((apiUrl == null) == (home == null)) {
            throw new IllegalArgumentException("Name either --home or --api-url, and one of them.");
        } else if (apiUrl != null && apiKey == null) {
            throw new IllegalArgumentException("--api-url needs an --api-key.");
        }
        return new WorkbenchOptions(apiUrl, apiKey, home, screenshot, select, dark);
    }

    private static String value(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException("The option " + option + " needs a value.");
        }
        return value;
    }
}
