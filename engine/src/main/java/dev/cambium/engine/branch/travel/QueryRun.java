package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.travel.QueryResult.Column;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.ReaderRole;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Runs one statement that reads, and keeps its answer small.
 *
 * <p>It runs in a transaction that is READ ONLY and has begun to read, so that Postgres refuses to
 * make it anything else; and it is one statement, so that none can end the transaction before
 * another. The transaction is rolled back.
 */
public final class QueryRun {

    /** Text of all values together; it is held in memory, here and by whoever asked. */
    static final long BYTES_MAX = 8L << 20;

    /** Of rows that come from Postgres at once, so that one huge value cannot fill the memory. */
    private static final String ROWS_AT_ONCE_BYTES_MAX = "64M";

    private static final int ROWS_AT_ONCE = 20;

    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String QUERY_CANCELED = "57014";

    private QueryRun() {}

    public static QueryResult on(Console console, Query query, FoundMoment moment) {
        String sql = query.sql().strip();
        try {
            requireOneStatement(sql);
            try (Connection connection = connect(console, query)) {
                requireHarmless(connection, query);
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                beginToRead(connection, query.timeout());
                long began = System.nanoTime();
                Answer answer = answer(connection, sql, query.rowsMax());
                Duration duration = Duration.ofNanos(System.nanoTime() - began);
                connection.rollback();
                return new QueryResult(
                        moment, answer.columns, answer.rows, answer.cutOff, duration);
            }
        } catch (SQLException e) {
            throw refusal(e, sql, query);
        }
    }

    private static final class Answer {
        final List<Column> columns = new ArrayList<>();
        final List<List<@Nullable String>> rows = new ArrayList<>();
        @Nullable String cutOff;
    }

    private static void requireOneStatement(String sql) throws SQLException {
        int statements =
                sql.isEmpty()
                        ? 0
                        : Parser.parseJdbcSql(sql, true, false, true, false, false).size();
        if (statements != 1) {
            throw new Refusal(
                    Kind.INVALID,
                    "NOT_ONE_STATEMENT",
                    statements == 0
                            ? "There is no statement in this query."
                            : "A query is one statement; this one has %d.".formatted(statements));
        }
    }

    private static Connection connect(Console console, Query query) throws SQLException {
        Properties extra = new Properties();
        PGProperty.BINARY_TRANSFER.set(extra, false); // values as Postgres writes them
        PGProperty.PREPARE_THRESHOLD.set(extra, 0);
        PGProperty.MAX_RESULT_BUFFER.set(extra, ROWS_AT_ONCE_BYTES_MAX);
        return console.connect(query.database(), query.role(), extra);
    }

    private static void requireHarmless(Connection connection, Query query) throws SQLException {
        if (query.role().equals(ReaderRole.NAME) && ReaderRole.isTooPowerful(connection)) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "READER_IS_SUPERUSER",
                    "Role '%1$s' is a superuser on this branch, so it could do more than read. Take that from it with: ALTER ROLE %1$s NOSUPERUSER"
                            .formatted(ReaderRole.NAME));
        }
    }

    /** From the first read on, Postgres lets no one make the transaction writable. */
    private static void beginToRead(Connection connection, Duration timeout) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement("SELECT set_config('statement_timeout', ?, true)")) {
            set.setString(1, Long.toString(timeout.toMillis()));
            set.execute();
        }
    }

    private static Answer answer(Connection connection, String sql, int rowsMax)
            throws SQLException {
        Answer answer = new Answer();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setMaxRows(rowsMax + 1);
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    read(rows, rowsMax, answer);
                }
            }
        }
        return answer;
    }

    /** The driver has a name of its own for the integers of a column that counts up by itself. */
    private static String typeName(ResultSetMetaData meta, int column) throws SQLException {
        String name = meta.getColumnTypeName(column);
        return switch (name) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> name;
        };
    }

    private static void read(ResultSet rows, int rowsMax, Answer answer) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        int count = meta.getColumnCount();
        for (int i = 1; i <= count; i++) {
            answer.columns.add(new Column(meta.getColumnLabel(i), typeName(meta, i)));
        }
        long bytes = 0;
        while (rows.next()) {
            if (answer.rows.size() == rowsMax) {
                answer.cutOff =
                        "There are more than %,d rows; these are the first.".formatted(rowsMax);
                return;
            }
            List<@Nullable String> row = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                String value = rows.getString(i);
                row.add(value);
                bytes += value == null ? 0 : value.length();
            }
            if (bytes > BYTES_MAX) {
                answer.cutOff =
                        "The rows are larger than %d MB together; these are the first %,d."
                                .formatted(BYTES_MAX >> 20, answer.rows.size());
                return;
            }
            answer.rows.add(row);
        }
    }

    private static Refusal refusal(SQLException e, String sql, Query query) {
        if (String.valueOf(e.getMessage()).contains("maxResultBuffer")) {
            return new Refusal(
                    Kind.INVALID,
                    "ANSWER_TOO_LARGE",
                    "A row of the answer is too large to be shown here (%s together at most). Select less of it, or connect to the branch."
                            .formatted(ROWS_AT_ONCE_BYTES_MAX + "B"),
                    e);
        }
        StringBuilder text = new StringBuilder();
        ServerErrorMessage server =
                e instanceof PSQLException answered ? answered.getServerErrorMessage() : null;
        if (server == null) {
            return new Refusal(
                    Kind.INVALID,
                    "QUERY_FAILED",
                    "%s (SQLSTATE %s)".formatted(e.getMessage(), e.getSQLState()),
                    e);
        }
        text.append(server.getMessage());
        text.append(" (SQLSTATE ").append(server.getSQLState());
        if (server.getPosition() > 0) {
            text.append(", ").append(place(sql, server.getPosition()));
        }
        text.append(").");
        append(text, "", server.getDetail());
        append(text, "Hint: ", server.getHint());
        if (READ_ONLY_TRANSACTION.equals(server.getSQLState())) {
            append(text, "", "A query only reads; connect to a branch to write.");
        } else if (QUERY_CANCELED.equals(server.getSQLState())) {
            append(
                    text,
                    "",
                    "It may take %d seconds; ask for more if it needs them."
                            .formatted(query.timeout().toSeconds()));
        }
        return new Refusal(Kind.INVALID, "QUERY_FAILED", text.toString(), e);
    }

    private static void append(StringBuilder text, String before, @Nullable String more) {
        if (more != null && !more.isBlank()) {
            text.append(' ').append(before).append(more);
        }
    }

    /** A position counts characters from 1. */
    private static String place(String sql, int position) {
        int index =
                sql.offsetByCodePoints(
                        0, Math.min(position - 1, sql.codePointCount(0, sql.length())));
        String before = sql.substring(0, index);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        return "line %d, column %d"
                .formatted(line, 1 + before.codePointCount(lineStart, before.length()));
    }
}
