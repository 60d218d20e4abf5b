package dev.cambium.gui.verb;

import org.jspecify.annotations.Nullable;

/** What to type in a terminal for the same, as a POSIX shell reads it. */
final class CommandLine {

    private final StringBuilder line = new StringBuilder("cambium");

    private CommandLine() {}

    /** Begins with {@code cambium} and words that need no quotes. */
    static CommandLine of(String words) {
        CommandLine made = new CommandLine();
        made.line.append(' ').append(words);
        return made;
    }

    CommandLine word(String word) {
        line.append(' ').append(word.isEmpty() ? "…" : quote(word));
        return this;
    }

    /** Left out if there is no value. */
    CommandLine option(String name, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(name);
            word(value);
        }
        return this;
    }

    CommandLine flag(String name, boolean on) {
        if (on) {
            line.append(' ').append(name);
        }
        return this;
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,^-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
