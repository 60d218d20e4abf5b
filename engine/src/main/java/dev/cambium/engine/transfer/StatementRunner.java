package dev.cambium.engine.transfer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.transfer.ImportFailure.ServerError;
import dev.cambium.engine.transfer.ScriptItem.SqlStatement;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends statements and COPY rows, and turns what goes wrong into a failure with the right line. */
final class StatementRunner {

    private static final Pattern COPY_LINE = Pattern.compile("COPY .*?, line (\\d+)");

    /** Inside a transaction an error ends it; these may meet one that is allowed. */
    private static final Set<String> MAY_NAME_MISSING_ROLES =
            Set.of("alter", "create", "grant", "reassign", "revoke", "set");

    /** A statement names no more roles than this that the server lacks. */
    private static final int RETRIES_MAX = 100;

    private static final String SAVEPOINT = "cambium_import";
    private static final String OBJECT_IN_USE = "55006";

    private final StatementRewrite rewrite;
    private final ErrorAllowance allowance;

    StatementRunner(ImportNotes notes) {
        this.rewrite = new StatementRewrite(notes);
        this.allowance = new ErrorAllowance(notes);
    }

    /**
     * Runs a statement of the script, with the rows that follow it.
     *
     * @param bytesRead of the source, for the meter
     */
    void run(
            ImportSession session,
            SqlScript script,
            SqlStatement statement,
            ProgressMeter meter,
            LongSupplier bytesRead)
            throws IOException {
        if (statement.copiesFromScript()) {
            copy(session, script, statement, meter, bytesRead);
        } else {
            execute(session, script, statement);
        }
        meter.statementDone();
    }

    /** Runs a statement that stands for a meta-command. */
    void runOwn(
            ImportSession session, SqlScript script, long line, String sql, ProgressMeter meter) {
        execute(session, script, new SqlStatement(line, sql, List.of("set"), false));
        meter.statementDone();
    }

    private void execute(ImportSession session, SqlScript script, SqlStatement statement) {
        String text = rewrite.apply(statement);
        if (text == null) {
            return;
        }
        boolean guarded =
                session.isInTransaction()
                        && !statement.words().isEmpty()
                        && MAY_NAME_MISSING_ROLES.contains(statement.words().getFirst());
        try {
            if (guarded) {
                session.execute("SAVEPOINT " + SAVEPOINT);
            }
            executeWithAllowances(session, statement, text, guarded);
            if (guarded) {
                session.execute("RELEASE SAVEPOINT " + SAVEPOINT);
            }
        } catch (SQLException e) {
            throw failure(script, statement, e);
        }
    }

    private void executeWithAllowances(
            ImportSession session, SqlStatement statement, String text, boolean guarded)
            throws SQLException {
        String sent = text;
        for (int attempt = 0; attempt < RETRIES_MAX; attempt++) {
            try {
                session.execute(sent);
                return;
            } catch (SQLException e) {
                if (guarded) {
                    session.execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
                } else if (session.isInTransaction()) {
                    throw e;
                }
                switch (allowance.answer(session, statement, sent, e)) {
                    case ErrorAllowance.Answer.Retry retry -> sent = retry.text();
                    case ErrorAllowance.Answer.GoOn _ -> {
                        return;
                    }
                    case ErrorAllowance.Answer.Stop _ -> throw e;
                }
            }
        }
        Invariant.check(false, "a statement was sent %s times", RETRIES_MAX);
    }

    private void copy(
            ImportSession session,
            SqlScript script,
            SqlStatement statement,
            ProgressMeter meter,
            LongSupplier bytesRead)
            throws IOException {
        long firstRowLine = script.line();
        try {
            SqlScript.RowSink ticking =
                    (bytes, offset, length) ->
                            meter.tick(
                                    script.sourceName(),
                                    script.line(),
                                    bytesRead.getAsLong(),
                                    script.line() - firstRowLine);
            long rows =
                    session.copy(
                            statement.text(), sink -> sendRows(script, statement, sink, ticking));
            meter.rowsDone(rows);
        } catch (SQLException e) {
            throw copyFailure(script, statement, firstRowLine, e);
        }
    }

    private static void sendRows(
            SqlScript script,
            SqlStatement statement,
            SqlScript.RowSink server,
            SqlScript.RowSink meter)
            throws IOException, SQLException {
        if (script.charset().equals(StandardCharsets.UTF_8)) {
            script.copyRows(
                    (bytes, offset, length) -> {
                        server.accept(bytes, offset, length);
                        meter.accept(bytes, offset, length);
                    });
            return;
        }
        if (SqlTokens.of(statement.text()).stream().anyMatch(token -> token.is("encoding"))) {
            throw new SQLException(
                    "COPY with an ENCODING of its own needs a script in UTF-8; convert the file");
        }
        RowTranscoder transcoder = new RowTranscoder(script.charset(), server);
        script.copyRows(
                (bytes, offset, length) -> {
                    transcoder.accept(bytes, offset, length);
                    meter.accept(bytes, offset, length);
                });
        transcoder.finish();
    }

    private static ImportFailure copyFailure(
            SqlScript script, SqlStatement statement, long firstRowLine, SQLException e) {
        ServerErrorMessage message = serverMessage(e);
        String where = message == null ? null : message.getWhere();
        Matcher rowLine = COPY_LINE.matcher(where == null ? "" : where);
        long line =
                rowLine.find()
                        ? firstRowLine + Long.parseLong(rowLine.group(1)) - 1
                        : statement.line() + linesBefore(statement.text(), message);
        return new ImportFailure(script.sourceName(), line, serverError(statement, e), e);
    }

    private static ImportFailure failure(SqlScript script, SqlStatement statement, SQLException e) {
        long line = statement.line() + linesBefore(statement.text(), serverMessage(e));
        return new ImportFailure(script.sourceName(), line, serverError(statement, e), e);
    }

    /** Line breaks of the statement before the place that the server points to. */
    private static long linesBefore(String text, @Nullable ServerErrorMessage message) {
        int position = message == null ? 0 : message.getPosition();
        if (position <= 0) {
            return 0;
        }
        return text.codePoints().limit(position - 1L).filter(c -> c == '\n').count();
    }

    private static ServerError serverError(SqlStatement statement, SQLException e) {
        String shortened = ImportFailure.shorten(statement.text());
        ServerErrorMessage message = serverMessage(e);
        if (message == null) {
            String text = String.valueOf(e.getMessage());
            boolean copiesElsewhere = text.contains("CopyManager");
            return new ServerError(
                    shortened,
                    e.getSQLState(),
                    copiesElsewhere ? "COPY to the script's reader has no place to go" : text,
                    null,
                    copiesElsewhere ? "take the statement out" : null,
                    null);
        }
        String hint = message.getHint();
        boolean dropsOwn =
                OBJECT_IN_USE.equals(e.getSQLState()) && statement.startsWith("drop", "database");
        if (hint == null && dropsOwn) {
            hint =
                    "the script drops the database it runs in; begin the import in another one, for"
                            + " example postgres";
        }
        return new ServerError(
                shortened,
                e.getSQLState(),
                String.valueOf(message.getMessage()),
                message.getDetail(),
                hint,
                message.getWhere());
    }

    private static @Nullable ServerErrorMessage serverMessage(SQLException e) {
        return e instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }
}
