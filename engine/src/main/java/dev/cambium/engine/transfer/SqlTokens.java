package dev.cambium.engine.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of a short administrative statement (CREATE DATABASE and the like), for rules that
 * must look at its options. Not for queries: it knows no dollar quotes.
 */
final class SqlTokens {

    /** Longer statements are not administrative ones. */
    private static final int STATEMENT_CHARS_MAX = 16 << 10;

    private static final Pattern TOKEN =
            Pattern.compile(
                    "--[^\\n]*+|/\\*(?s:.*?)\\*/"
                            + "|(?<token>\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'"
                            + "|[\\p{L}_][\\p{L}\\p{N}_$]*+|\\d++|\\S)");

    /** A token and where it stands. */
    record Token(String text, int start, int end) {

        boolean is(String keyword) {
            return text.equalsIgnoreCase(keyword);
        }

        /** As the server reads it: quotes taken off, or in lower case. */
        String name() {
            char first = text.charAt(0);
            if (first != '"' && first != '\'') {
                return text.toLowerCase(Locale.ROOT);
            }
            String quote = text.substring(0, 1);
            return text.substring(1, text.length() - 1).replace(quote + quote, quote);
        }
    }

    private SqlTokens() {}

    /** Empty when the statement is too long to be an administrative one. */
    static List<Token> of(String statement) {
        List<Token> tokens = new ArrayList<>();
        if (statement.length() > STATEMENT_CHARS_MAX) {
            return tokens;
        }
        Matcher matcher = TOKEN.matcher(statement);
        while (matcher.find()) {
            if (matcher.group("token") != null) {
                tokens.add(new Token(matcher.group(), matcher.start(), matcher.end()));
            }
        }
        return tokens;
    }

    static String quoteName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
