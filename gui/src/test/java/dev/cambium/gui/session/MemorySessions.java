package dev.cambium.gui.session;

import dev.cambium.gui.sql.SqlStatement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Sessions without a server: a statement answers what was put for it, or one row with itself. One
 * that contains {@code sleep} waits until it is cancelled; a guarded session refuses writes.
 */
public final class MemorySessions implements SqlSessions {

    private final Map<String, List<List<@Nullable String>>> answers = new HashMap<>();
    private final List<String> ran = new ArrayList<>();
    private int opened;
    private int open;

    /** What a statement that selects answers, in columns of the given names. */
    public synchronized void answer(String sql, List<List<@Nullable String>> rows) {
        answers.put(sql, rows);
    }

    /** The statements that came to be run, without the reading of names. */
    public synchronized List<String> ran() {
        return List.copyOf(ran);
    }

    public synchronized int opened() {
        return opened;
    }

    /** How many sessions are not closed. */
    public synchronized int open() {
        return open;
    }

    @Override
    public synchronized SqlSession open(SqlTarget target) {
        opened++;
        open++;
        return new Session(target);
    }

    private final class Session implements SqlSession {

        private final SqlTarget target;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private List<List<@Nullable String>> rest = List.of();
        private boolean transaction;
        private boolean closed;

        private Session(SqlTarget target) {
            this.target = target;
        }

        @Override
        public SqlAnswer run(String sql, boolean write, int most) throws SqlException {
            boolean names = sql.contains("pg_catalog") || sql.contains("FROM pg_");
            synchronized (MemorySessions.this) {
                if (!names) {
                    ran.add(sql);
                }
            }
            SqlStatement statement = new SqlStatement(0, sql);
            boolean readOnly = (target.guarded() && !write) || target.at() != null;
            if (statement.writes() && readOnly) {
                throw trouble("cannot execute this in a read-only transaction", "25006", 0);
            }
            if (sql.contains("sleep")) {
                try {
                    cancelled.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw trouble("canceling statement due to user request", "57014", 0);
            }
            int fault = sql.indexOf("nowhere");
            if (fault >= 0) {
                throw trouble("relation \"nowhere\" does not exist", "42P01", fault + 1);
            }
            transaction = statement.verb().equals("begin") || transaction;
            if (statement.verb().equals("commit") || statement.verb().equals("rollback")) {
                transaction = false;
            }
            if (!statement.selects() && !names) {
                return new SqlAnswer.Done(statement.writes() ? 1 : -1, List.of("a notice"));
            }
            List<List<@Nullable String>> rows;
            synchronized (MemorySessions.this) {
                rows = answers.getOrDefault(sql, names ? List.of() : List.of(List.of(sql)));
            }
            rest = rows;
            List<List<@Nullable String>> first = more(most);
            int width = first.isEmpty() ? 1 : first.getFirst().size();
            List<SqlColumn> columns = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                columns.add(new SqlColumn("column" + (i + 1), "text", false));
            }
            return new SqlAnswer.Rows(columns, first, !rest.isEmpty(), List.of());
        }

        private SqlException trouble(String message, String state, int position) {
            return new SqlException(
                    new SqlTrouble(message, state, position, "There is none of that name."),
                    new IllegalStateException(message));
        }

        @Override
        public List<List<@Nullable String>> more(int most) {
            List<List<@Nullable String>> next = rest.subList(0, Math.min(most, rest.size()));
            rest = rest.subList(next.size(), rest.size());
            return next;
        }

        @Override
        public boolean inTransaction() {
            return transaction;
        }

        @Override
        public boolean alive() {
            return !closed;
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        @Override
        public void close() {
            synchronized (MemorySessions.this) {
                if (!closed) {
                    closed = true;
                    open--;
                }
            }
        }
    }
}
