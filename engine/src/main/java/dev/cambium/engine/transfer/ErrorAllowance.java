package dev.cambium.engine.transfer;

import dev.cambium.engine.transfer.ScriptItem.SqlStatement;
import dev.cambium.engine.transfer.SqlTokens.Token;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few errors that every move of a dump to another server meets, and that say nothing about the
 * data: a role the server lacks, one it has already, a locale that only the other machine has, a
 * setting of another version. Each is noted. Everything else stops the import.
 */
final class ErrorAllowance {

    /** What to do after an error. */
    sealed interface Answer {
        /** Send this text again, or in its place. */
        record Retry(String text) implements Answer {}

        /** What the statement wanted is so already. */
        record GoOn() implements Answer {}

        record Stop() implements Answer {}
    }

    private static final Pattern MISSING_ROLE = Pattern.compile("role \"(.+)\" does not exist");
    private static final Pattern LOCALE_TROUBLE =
            Pattern.compile("locale|collation|LC_COLLATE|LC_CTYPE|ICU|encoding");

    /** Written by pg_dump of one version or another at the top of every dump. */
    private static final Set<String> DUMP_SETTINGS =
            Set.of(
                    "default_table_access_method",
                    "default_toast_compression",
                    "default_with_oids",
                    "idle_in_transaction_session_timeout",
                    "lock_timeout",
                    "row_security",
                    "transaction_timeout",
                    "xmloption");

    /** No relation of the user's, in no schema of the user's. */
    private static final String HAS_USER_RELATIONS =
            "SELECT 1 FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LIMIT 1";

    private static final String INVALID_PARAMETER_VALUE = "22023";
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String DUPLICATE_SCHEMA = "42P06";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String DUPLICATE_OBJECT = "42710";

    private final ImportNotes notes;
    private final Set<String> rolesTried = new HashSet<>();

    ErrorAllowance(ImportNotes notes) {
        this.notes = notes;
    }

    /**
     * @param sent the text that failed
     */
    Answer answer(ImportSession session, SqlStatement statement, String sent, SQLException error) {
        ServerErrorMessage message =
                error instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String text = message == null ? null : message.getMessage();
        if (text == null) {
            return new Answer.Stop();
        }
        return switch (String.valueOf(error.getSQLState())) {
            case UNDEFINED_OBJECT, INVALID_PARAMETER_VALUE ->
                    missing(session, statement, sent, text);
            case DUPLICATE_OBJECT -> duplicateRole(statement, text);
            case DUPLICATE_SCHEMA -> duplicateSchema(statement);
            case DUPLICATE_DATABASE -> duplicateDatabase(session, statement);
            default -> locale(statement, sent, text);
        };
    }

    private Answer missing(
            ImportSession session, SqlStatement statement, String sent, String text) {
        if (statement.startsWith("create", "database") && LOCALE_TROUBLE.matcher(text).find()) {
            return locale(statement, sent, text);
        }
        boolean setting =
                statement.startsWith("set")
                        && statement.words().size() > 1
                        && DUMP_SETTINGS.contains(statement.words().get(1));
        if (setting && text.startsWith("unrecognized configuration parameter")) {
            notes.add("left out, this server has no such setting: " + statement.text());
            return new Answer.GoOn();
        }
        Matcher role = MISSING_ROLE.matcher(text);
        return role.find() && createRole(session, role.group(1))
                ? new Answer.Retry(sent)
                : new Answer.Stop();
    }

    private boolean createRole(ImportSession session, String role) {
        if (!rolesTried.add(role)) {
            return false;
        }
        try {
            session.execute("CREATE ROLE " + SqlTokens.quoteName(role) + " NOLOGIN");
            notes.add("role \"%s\" did not exist: made it, without login".formatted(role));
            return true;
        } catch (SQLException e) {
            notes.add("role \"%s\" could not be made: %s".formatted(role, e.getMessage()));
            return false;
        }
    }

    private Answer duplicateRole(SqlStatement statement, String text) {
        boolean creates =
                statement.startsWith("create", "role")
                        || statement.startsWith("create", "user")
                        || statement.startsWith("create", "group");
        if (!creates || !text.startsWith("role ")) {
            return new Answer.Stop();
        }
        notes.add("kept: " + text);
        return new Answer.GoOn();
    }

    /** A dump of one schema (pg_dump -n public) makes it, though every database has it. */
    private Answer duplicateSchema(SqlStatement statement) {
        List<Token> tokens = SqlTokens.of(statement.text());
        if (tokens.size() != 3
                || !statement.startsWith("create", "schema")
                || !tokens.getLast().name().equals("public")) {
            return new Answer.Stop();
        }
        notes.add("kept: schema \"public\" already exists");
        return new Answer.GoOn();
    }

    /** A dump made with pg_dump -C, imported into the empty database of that very name. */
    private Answer duplicateDatabase(ImportSession session, SqlStatement statement) {
        String name = databaseName(statement);
        try {
            if (!session.database().equals(name) || session.hasRows(HAS_USER_RELATIONS)) {
                return new Answer.Stop();
            }
        } catch (SQLException e) {
            return new Answer.Stop();
        }
        notes.add("kept: database \"%s\" already exists and is empty".formatted(name));
        return new Answer.GoOn();
    }

    private Answer locale(SqlStatement statement, String sent, String text) {
        if (!statement.startsWith("create", "database") || !LOCALE_TROUBLE.matcher(text).find()) {
            return new Answer.Stop();
        }
        String without = StatementRewrite.withoutLocale(sent);
        if (without.equals(sent)) {
            return new Answer.Stop();
        }
        notes.add(
                "database \"%s\" has this server's locale and encoding, because: %s"
                        .formatted(databaseName(statement), text));
        return new Answer.Retry(without);
    }

    /** The name after CREATE DATABASE; null when there is none. */
    private static @Nullable String databaseName(SqlStatement statement) {
        List<Token> tokens = SqlTokens.of(statement.text());
        return tokens.size() < 3 ? null : tokens.get(2).name();
    }
}
