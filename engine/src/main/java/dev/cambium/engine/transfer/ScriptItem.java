package dev.cambium.engine.transfer;

import java.util.List;

/** One step of a script. */
public sealed interface ScriptItem {

    /** The line on which it begins; the first line is 1. */
    long line();

    /**
     * A statement for the server.
     *
     * @param text without the semicolon that ended it, and without comments before it
     * @param words its first unquoted words in lower case, at most {@link
     *     StatementShape#WORDS_KEPT}
     * @param copiesFromScript whether rows follow, which {@link SqlScript#copyRows} must take
     *     before the next item
     */
    record SqlStatement(long line, String text, List<String> words, boolean copiesFromScript)
            implements ScriptItem {

        public SqlStatement {
            words = List.copyOf(words);
        }

        /** Whether the statement begins with exactly these words. */
        public boolean startsWith(String... firstWords) {
            return words.size() >= firstWords.length
                    && words.subList(0, firstWords.length).equals(List.of(firstWords));
        }
    }

    /**
     * A command for psql itself.
     *
     * @param name without the backslash
     * @param arguments the rest of its line as written
     */
    record MetaCommand(long line, String name, String arguments) implements ScriptItem {}
}
