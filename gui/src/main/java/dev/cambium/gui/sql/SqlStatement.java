package dev.cambium.gui.sql;

import dev.cambium.gui.sql.SqlToken.Kind;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One statement of a script, without the semicolon behind it.
 *
 * @param start where it begins in the script
 * @param text of it, without blanks around
 */
public record SqlStatement(int start, String text) {

    private static final Set<String> READING =
            Set.of("select", "table", "values", "show", "explain", "fetch", "move", "close");

    /** They change the session or its transaction, and no data. */
    private static final Set<String> STEERING =
            Set.of(
                    "begin",
                    "start",
                    "commit",
                    "end",
                    "rollback",
                    "abort",
                    "savepoint",
                    "release",
                    "set",
                    "reset",
                    "discard",
                    "listen",
                    "unlisten",
                    "declare",
                    "deallocate",
                    "prepare",
                    "load");

    private static final Set<String> CHANGING = Set.of("insert", "update", "delete", "merge");

    public int end() {
        return start + text.length();
    }

    /** Its first word in lower case; empty if it begins with none. */
    public String verb() {
        for (SqlToken token : SqlLexer.tokens(text)) {
            if (token.kind() == Kind.KEYWORD || token.kind() == Kind.WORD) {
                return token.of(text).toLowerCase(Locale.ROOT);
            } else if (token.kind() != Kind.COMMENT && !token.of(text).equals("(")) {
                return "";
            }
        }
        return "";
    }

    /** Whether it answers with rows that may be too many to hold. */
    public boolean selects() {
        return switch (verb()) {
            case "select", "table", "values" -> !intoTable();
            case "with" -> !changes();
            default -> false;
        };
    }

    /**
     * Whether it is written to change something. What a function does cannot be seen here: the
     * server's own read-only mode holds where this must be sure.
     */
    public boolean writes() {
        String verb = verb();
        if (verb.isEmpty() || STEERING.contains(verb)) {
            return false;
        }
        boolean analyzed = verb.equals("explain") && hasWord(Set.of("analyze"));
        if (verb.equals("with") || analyzed) {
            return changes();
        }
        return !READING.contains(verb) || (verb.equals("select") && intoTable());
    }

    /** Whether the catalog may be another afterwards. */
    public boolean definesSchema() {
        return Set.of("create", "alter", "drop", "comment", "import", "do", "call").contains(verb())
                || (verb().equals("select") && intoTable());
    }

    private boolean changes() {
        return hasWord(CHANGING);
    }

    private boolean intoTable() {
        return hasWord(Set.of("into"));
    }

    private boolean hasWord(Set<String> words) {
        List<SqlToken> tokens = SqlLexer.tokens(text);
        return tokens.stream()
                .filter(token -> token.kind() == Kind.KEYWORD)
                .anyMatch(token -> words.contains(token.of(text).toLowerCase(Locale.ROOT)));
    }
}
