package dev.cambium.engine.cli;

import java.util.ArrayList;
import java.util.List;

/** {@code cambium help COMMAND}, which is another way to write {@code cambium COMMAND --help}. */
final class HelpWord {

    private static final String WORD = "help";

    private HelpWord() {}

    /**
     * What is meant by a line that begins with the word; others as they are. Only the first word is
     * one: {@code branches get help} is about a branch of that name. Help for a command that there
     * is not becomes that command, which is refused with the names that are like it.
     */
    static String[] asOption(String... typed) {
        if (typed.length == 0 || !typed[0].equals(WORD)) {
            return typed;
        }
        List<String> words = new ArrayList<>(List.of(typed).subList(1, typed.length));
        if (words.isEmpty()
                || Commands.isOne(words.getFirst())
                || words.getFirst().startsWith("-")) {
            words.add("--help");
        }
        return words.toArray(String[]::new);
    }
}
