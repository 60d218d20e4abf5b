package dev.cambium.gui.sql;

import dev.cambium.gui.sql.SqlToken.Kind;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into pieces as Postgres' scanner does (chapter "Lexical Structure" of its manual):
 * nested comments, strings with and without escapes, dollar quotes, names in quotes. A piece that
 * is not closed reaches to the end.
 */
public final class SqlLexer {

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    /** All pieces in their order; blanks are left out. */
    public static List<SqlToken> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            add(Kind.COMMENT, end < 0 ? sql.length() : end);
        } else if (sql.startsWith("/*", at)) {
            add(Kind.COMMENT, endOfComment());
        } else if (c == '\'') {
            add(Kind.STRING, endOfQuoted(at + 1, '\'', false));
        } else if (c == '"') {
            add(Kind.QUOTED_NAME, endOfQuoted(at + 1, '"', false));
        } else if (isStringPrefix(c)) {
            add(Kind.STRING, endOfQuoted(at + 2, '\'', c == 'e' || c == 'E'));
        } else if (c == '$') {
            dollar();
        } else if (Character.isDigit(c)) {
            add(Kind.NUMBER, endOfNumber());
        } else if (isNameStart(c)) {
            word();
        } else {
            add(c == ';' ? Kind.SEMICOLON : Kind.PUNCTUATION, at + 1);
        }
    }

    private void add(Kind kind, int end) {
        tokens.add(new SqlToken(kind, at, end));
        at = end;
    }

    private boolean isStringPrefix(char c) {
        return "eEbBxXnN".indexOf(c) >= 0 && at + 1 < sql.length() && sql.charAt(at + 1) == '\'';
    }

    private int endOfComment() {
        int depth = 0;
        int i = at;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return sql.length();
    }

    /** A doubled quote is part of the text; after a backslash anything is, where those escape. */
    private int endOfQuoted(int from, char quote, boolean escapes) {
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    private void dollar() {
        int i = at + 1;
        while (i < sql.length() && isNamePart(sql.charAt(i)) && sql.charAt(i) != '$') {
            i++;
        }
        boolean quote = i < sql.length() && sql.charAt(i) == '$';
        boolean numbered = at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1));
        if (!quote || numbered) {
            add(Kind.PUNCTUATION, at + 1);
            return;
        }
        String tag = sql.substring(at, i + 1);
        int end = sql.indexOf(tag, i + 1);
        add(Kind.STRING, end < 0 ? sql.length() : end + tag.length());
    }

    private int endOfNumber() {
        int i = at;
        while (i < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(i)) || sql.charAt(i) == '.')) {
            i++;
        }
        return i;
    }

    private void word() {
        int i = at;
        while (i < sql.length() && isNamePart(sql.charAt(i))) {
            i++;
        }
        add(SqlKeywords.contains(sql.substring(at, i)) ? Kind.KEYWORD : Kind.WORD, i);
    }

    static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
