package dev.cambium.engine.transfer;

import dev.cambium.engine.transfer.ScriptItem.SqlStatement;
import dev.cambium.engine.transfer.SqlTokens.Token;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What is changed in a statement before the server sees it: a branch has no tablespaces of its own
 * (data outside PGDATA could not be branched), so all of them become the default one.
 */
final class StatementRewrite {

    private static final Set<String> LOCALE_OPTIONS =
            Set.of(
                    "builtin_locale",
                    "collation_version",
                    "encoding",
                    "icu_locale",
                    "icu_rules",
                    "lc_collate",
                    "lc_ctype",
                    "locale",
                    "locale_provider");

    private final ImportNotes notes;

    StatementRewrite(ImportNotes notes) {
        this.notes = notes;
    }

    /** The text to send, or null when there is nothing to send. */
    @Nullable String apply(SqlStatement statement) {
        if (statement.words().isEmpty()) {
            return statement.text();
        }
        return switch (statement.words().getFirst()) {
            case "create", "drop" -> createOrDrop(statement);
            case "alter" -> alter(statement);
            case "grant", "revoke" ->
                    mentions(statement, "on", "tablespace") ? leftOut(statement) : statement.text();
            case "comment" ->
                    statement.startsWith("comment", "on", "tablespace")
                            ? leftOut(statement)
                            : statement.text();
            case "set" -> set(statement);
            default -> statement.text();
        };
    }

    /** CREATE DATABASE without the options that depend on what the other machine had installed. */
    static String withoutLocale(String createDatabase) {
        return withoutOptions(createDatabase, LOCALE_OPTIONS);
    }

    private @Nullable String createOrDrop(SqlStatement statement) {
        if (statement.words().contains("tablespace")
                && (statement.startsWith("create", "tablespace")
                        || statement.startsWith("drop", "tablespace"))) {
            return leftOut(statement);
        }
        if (!statement.startsWith("create", "database")) {
            return statement.text();
        }
        String text = withoutOptions(statement.text(), Set.of("tablespace"));
        if (!text.equals(statement.text())) {
            notes.add("CREATE DATABASE without TABLESPACE: a branch keeps all data in one place");
        }
        return text;
    }

    private @Nullable String alter(SqlStatement statement) {
        boolean tablespace = statement.startsWith("alter", "tablespace");
        boolean moves =
                statement.startsWith("alter", "database")
                        && mentions(statement, "set", "tablespace");
        return tablespace || moves ? leftOut(statement) : statement.text();
    }

    private @Nullable String set(SqlStatement statement) {
        if (statement.startsWith("set", "default_tablespace")
                || statement.startsWith("set", "temp_tablespaces")) {
            String value = SqlTokens.of(statement.text()).getLast().name();
            boolean isDefault = value.isEmpty() || value.equals("default");
            return isDefault ? statement.text() : leftOut(statement);
        }
        return statement.text();
    }

    private @Nullable String leftOut(SqlStatement statement) {
        notes.add(
                "left out, a branch keeps all data in one place: "
                        + ImportFailure.shorten(statement.text()));
        return null;
    }

    private static boolean mentions(SqlStatement statement, String first, String second) {
        List<Token> tokens = SqlTokens.of(statement.text());
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).is(first) && tokens.get(i).is(second)) {
                return true;
            }
        }
        return false;
    }

    /** Takes {@code OPTION [=] value} out; the name of the database is never an option. */
    private static String withoutOptions(String createDatabase, Set<String> options) {
        StringBuilder text = new StringBuilder(createDatabase);
        List<Token> tokens = SqlTokens.of(createDatabase);
        int nameIndex = 2;
        for (int i = tokens.size() - 1; i > nameIndex; i--) {
            Token option = tokens.get(i);
            Token before = tokens.get(i - 1);
            boolean isValue = before.is("=") || before.is("template") || before.is("owner");
            if (isValue || !options.contains(option.text().toLowerCase(java.util.Locale.ROOT))) {
                continue;
            }
            int value = i + 1;
            if (value < tokens.size() && tokens.get(value).is("=")) {
                value++;
            }
            if (value < tokens.size()) {
                text.replace(option.start(), tokens.get(value).end(), "");
            }
        }
        return text.toString().strip();
    }
}
