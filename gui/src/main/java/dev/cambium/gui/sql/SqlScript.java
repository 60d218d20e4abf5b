package dev.cambium.gui.sql;

import dev.cambium.gui.sql.SqlToken.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A script cut into its statements. */
public final class SqlScript {

    private final List<SqlStatement> statements = new ArrayList<>();

    private SqlScript() {}

    /** Semicolons part statements, but not within the body of a function that is SQL itself. */
    public static SqlScript of(String sql) {
        SqlScript script = new SqlScript();
        int start = 0;
        boolean any = false;
        Body body = new Body();
        for (SqlToken token : SqlLexer.tokens(sql)) {
            if (token.kind() == Kind.SEMICOLON && !body.open()) {
                if (any) {
                    script.add(sql, start, token.start());
                }
                start = token.end();
                any = false;
                body = new Body();
            } else if (token.kind() != Kind.COMMENT) {
                any = true;
                body.take(token.of(sql).toLowerCase(Locale.ROOT));
            }
        }
        if (any) {
            script.add(sql, start, sql.length());
        }
        return script;
    }

    private void add(String sql, int from, int to) {
        int start = from;
        while (Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        statements.add(new SqlStatement(start, sql.substring(start, to).stripTrailing()));
    }

    public List<SqlStatement> statements() {
        return List.copyOf(statements);
    }

    /** The statement the caret is in or stands behind; else the one that follows. */
    public Optional<SqlStatement> at(int caret) {
        Optional<SqlStatement> before = Optional.empty();
        for (SqlStatement each : statements) {
            if (each.start() > caret) {
                return before.isPresent() ? before : Optional.of(each);
            }
            before = Optional.of(each);
            if (caret <= each.end() + 1) {
                return before;
            }
        }
        return before;
    }

    /** Follows {@code BEGIN ATOMIC ... END}, in which {@code CASE ... END} may be nested. */
    private static final class Body {

        private String before = "";
        private int depth;

        boolean open() {
            return depth > 0;
        }

        void take(String word) {
            if (word.equals("atomic") && before.equals("begin")) {
                depth = 1;
            } else if (depth > 0 && word.equals("case")) {
                depth++;
            } else if (depth > 0 && word.equals("end")) {
                depth--;
            }
            before = word;
        }
    }
}
