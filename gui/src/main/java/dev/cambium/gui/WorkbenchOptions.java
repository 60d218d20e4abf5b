package dev.cambium.gui;

import dev.cambium.gui.control.KeyMap;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the workbench is started with.
 *
 * @param home the engine's home folder, where its address and key are found; null with a URL
 * @param screen what is shown at first; null means the graph
 * @param sql for the console; null means none
 * @param size null means the remembered one
 * @param commands what is done once the window is loaded, by the ids of commands
 * @param screenshot where to write a picture of the window instead of staying open
 */
record WorkbenchOptions(
        @Nullable String apiUrl,
        @Nullable String apiKey,
        @Nullable Path home,
        @Nullable Path screenshot,
        @Nullable String select,
        boolean dark,
        @Nullable KeyMap screen,
        @Nullable String sql,
        @Nullable Size size,
        List<String> commands) {

    /** Of the window's inside. */
    record Size(int width, int height) {}

    private static final List<KeyMap> SCREENS =
            List.of(
                    KeyMap.GRAPH,
                    KeyMap.CONSOLE,
                    KeyMap.SCHEMA,
                    KeyMap.ANONYMIZE,
                    KeyMap.ACTIVITY,
                    KeyMap.DOCTOR,
                    KeyMap.SETTINGS);

    static final String USAGE =
            """
            Usage: workbench (--api-url URL --api-key KEY | --home DIR) [options]
              --select BRANCH        choose this branch at first
              --dark                 open in the dark theme
              --screen NAME          open on graph, console, schema, anonymize, activity,
                                     doctor or settings
              --sql STATEMENT        put it into the console, and run it if it reads
              --size WIDTHxHEIGHT    of the window, in pixels
              --do COMMAND,…         do these once it is loaded, by ids such as restore or snapshot
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
        List<String> commands = List.of();
        boolean dark = false;
        KeyMap screen = null;
        String sql = null;
        Size size = null;
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
                case "--screen" -> screen = screen(value(word, left));
                case "--sql" -> sql = value(word, left);
                case "--do" -> commands = List.of(value(word, left).split(",", -1));
                case "--size" -> size = size(value(word, left));
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
        return new WorkbenchOptions(
                apiUrl, apiKey, home, screenshot, select, dark, screen, sql, size, commands);
    }

    private static KeyMap screen(String name) {
        return SCREENS.stream()
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no screen " + name + "."));
    }

    private static Size size(String written) {
        Matcher numbers = Pattern.compile("(\\d{3,4})x(\\d{3,4})").matcher(written);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("A size is written such as 1280x800.");
        }
        return new Size(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    private static String value(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException("The option " + option + " needs a value.");
        }
        return value;
    }
}
