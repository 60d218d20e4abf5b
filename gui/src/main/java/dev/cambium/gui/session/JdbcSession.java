package dev.cambium.gui.session;

import dev.cambium.gui.sql.SqlStatement;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session over pgjdbc. What selects is read through a cursor, so that a large answer takes little
 * memory; pgjdbc has cursors only within a transaction, so one is opened around such a statement
 * unless the user has one, and ended with its last row or the next statement.
 */
final class JdbcSession implements SqlSession {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSession.class);

    /** Rows fetched at a time: some hundred kilobytes of usual ones. */
    private static final int FETCH = 1_000;

    /** A longer value is cut on screen; an export has all of it. */
    static final int VALUE_MOST = 20_000;

    /** More notices than this of one statement are counted rather than kept. */
    private static final int MESSAGES_MOST = 500;

    /** A server on this computer answers within milliseconds or not at all. */
    private static final int ALIVE_SECONDS = 5;

    private final Connection connection;
    private final boolean guarded;
    private volatile @Nullable Statement statement;
    private @Nullable ResultSet rows;
    private int columns;

    /** Whether the open transaction is one of ours, around a cursor. */
    private boolean ours;

    JdbcSession(Connection connection, boolean guarded) {
        this.connection = connection;
        this.guarded = guarded;
    }

    @Override
    public SqlAnswer run(String sql, boolean write, int most) throws SqlException {
        try {
            endAnswer();
            boolean selects = new SqlStatement(0, sql).selects();
            boolean idle = state() == TransactionState.IDLE;
            if (idle) {
                connection.setAutoCommit(true);
                if (guarded) {
                    // Each time anew: a rollback takes back what was set within its transaction.
                    steer("SET default_transaction_read_only = " + (write ? "off" : "on"));
                }
            }
            ours = selects && idle;
            if (selects) {
                // With a transaction of the user's open this changes nothing but how rows come.
                connection.setAutoCommit(false);
            }
            return execute(sql, selects, most);
        } catch (SQLException e) {
            endAnswerQuietly();
            throw failure(e);
        }
    }

    private SqlAnswer execute(String sql, boolean selects, int most) throws SQLException {
        Statement run = connection.createStatement();
        statement = run;
        run.setEscapeProcessing(false);
        run.setFetchSize(selects ? Math.min(FETCH, most) : 0);
        boolean answersRows = run.execute(sql);
        List<String> messages = messages(run);
        if (!answersRows) {
            long count = run.getLargeUpdateCount();
            boolean counted =
                    List.of("insert", "update", "delete", "merge", "copy", "with")
                            .contains(new SqlStatement(0, sql).verb());
            endAnswer();
            return new SqlAnswer.Done(counted ? count : -1, messages);
        }
        ResultSet answer = run.getResultSet();
        rows = answer;
        List<SqlColumn> header = header(answer.getMetaData());
        columns = header.size();
        List<List<@Nullable String>> first = read(most);
        boolean more = rows != null;
        return new SqlAnswer.Rows(header, first, more, messages);
    }

    @Override
    public List<List<@Nullable String>> more(int most) throws SqlException {
        try {
            return read(most);
        } catch (SQLException e) {
            endAnswerQuietly();
            throw failure(e);
        }
    }

    /** Reads until there are enough rows or no more; with the last one the answer ends. */
    private List<List<@Nullable String>> read(int most) throws SQLException {
        List<List<@Nullable String>> read = new ArrayList<>();
        ResultSet from = rows;
        if (from == null) {
            return read;
        }
        while (read.size() < most) {
            if (!from.next()) {
                endAnswer();
                return read;
            }
            List<@Nullable String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                String value = from.getString(i);
                row.add(
                        value != null && value.length() > VALUE_MOST
                                ? value.substring(0, VALUE_MOST) + "…"
                                : value);
            }
            read.add(row);
        }
        return read;
    }

    private static List<SqlColumn> header(ResultSetMetaData about) throws SQLException {
        List<SqlColumn> header = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            boolean number =
                    switch (about.getColumnType(i)) {
                        case Types.SMALLINT,
                                Types.INTEGER,
                                Types.BIGINT,
                                Types.REAL,
                                Types.DOUBLE,
                                Types.NUMERIC ->
                                true;
                        default -> false;
                    };
            header.add(new SqlColumn(about.getColumnLabel(i), about.getColumnTypeName(i), number));
        }
        return header;
    }

    private static List<String> messages(Statement run) throws SQLException {
        List<String> messages = new ArrayList<>();
        for (SQLWarning each = run.getWarnings();
                each != null && messages.size() < MESSAGES_MOST;
                each = each.getNextWarning()) {
            messages.add(Objects.toString(each.getMessage(), ""));
        }
        return messages;
    }

    @Override
    public boolean inTransaction() {
        return !ours && state() != TransactionState.IDLE;
    }

    private TransactionState state() {
        try {
            return connection.unwrap(BaseConnection.class).getTransactionState();
        } catch (SQLException e) {
            throw new IllegalStateException("pgjdbc opened another connection than its own", e);
        }
    }

    private void endAnswer() throws SQLException {
        rows = null;
        Statement last = statement;
        statement = null;
        if (last != null) {
            last.close();
        }
        if (ours && !connection.isClosed()) {
            // A function that was selected may have written.
            connection.commit();
            connection.setAutoCommit(true);
        }
        ours = false;
    }

    private void endAnswerQuietly() {
        rows = null;
        statement = null;
        try {
            if (ours && !connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.debug("The session is lost; the next statement gets another one", e);
        }
        ours = false;
    }

    private void steer(String sql) throws SQLException {
        try (Statement steering = connection.createStatement()) {
            steering.execute(sql);
        }
    }

    @Override
    public boolean alive() {
        try {
            return connection.isValid(ALIVE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void cancel() {
        Statement running = statement;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException e) {
                LOG.debug("Nothing was cancelled", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The session was lost before it was closed", e);
        }
    }

    static SqlException failure(SQLException e) {
        String message = Objects.toString(e.getMessage(), e.toString());
        int position = 0;
        String detail = "";
        ServerErrorMessage server =
                e instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        if (server != null) {
            message = Objects.toString(server.getMessage(), message);
            position = Math.max(0, server.getPosition());
            detail =
                    Stream.of(server.getDetail(), server.getHint(), server.getWhere())
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining("\n"));
        }
        String state = Objects.toString(e.getSQLState(), "");
        return new SqlException(new SqlTrouble(message, state, position, detail), e);
    }
}
