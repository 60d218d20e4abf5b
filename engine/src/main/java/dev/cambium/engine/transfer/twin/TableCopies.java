package dev.cambium.engine.transfer.twin;

import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.transfer.DatabaseConnector;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Copies the rows of tables, several tables at once, all as one snapshot has them. */
final class TableCopies {

    /** More sessions would take from the source what its own users need. */
    private static final int SESSIONS = 4;

    /** How often people are told, at most. */
    private static final long TOLD_EVERY_BYTES = 4L << 20;

    private final SourceSnapshot snapshot;
    private final DatabaseConnector target;
    private final String database;
    private final Filling.Progress progress;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong toldBytes = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private long bytesExpected;

    TableCopies(
            SourceSnapshot snapshot,
            DatabaseConnector target,
            String database,
            Filling.Progress progress) {
        this.snapshot = snapshot;
        this.target = target;
        this.database = database;
        this.progress = progress;
    }

    TableCopies run(List<SourceTable> tables) throws IOException, SQLException {
        Queue<SourceTable> waiting = new ConcurrentLinkedQueue<>();
        tables.stream().filter(SourceTable::hasColumns).forEach(waiting::add);
        bytesExpected = Math.max(1, tables.stream().mapToLong(SourceTable::bytes).sum());
        int sessions = Math.min(SESSIONS, waiting.size());
        try (ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, sessions))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                all.add(
                        executor.submit(
                                () -> {
                                    copyAll(waiting);
                                    return null;
                                }));
            }
            for (Future<?> one : all) {
                await(one);
            }
        }
        return this;
    }

    long rows() {
        return rows.get();
    }

    /** Of the rows as text. */
    long bytes() {
        return bytes.get();
    }

    private void copyAll(Queue<SourceTable> waiting) throws SQLException {
        try (Connection from = snapshot.open();
                Connection to = target.connect(database)) {
            for (SourceTable table = waiting.poll();
                    table != null && !failed.get();
                    table = waiting.poll()) {
                copy(table, from, to);
            }
        } catch (SQLException | RuntimeException e) {
            failed.set(true);
            throw e;
        }
    }

    private void copy(SourceTable table, Connection from, Connection to) throws SQLException {
        try {
            CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut(table.copyOut());
            CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIn());
            try {
                for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                    in.writeToCopy(row, 0, row.length);
                    tell(table, bytes.addAndGet(row.length));
                    if (failed.get()) {
                        return;
                    }
                }
                rows.addAndGet(in.endCopy());
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
                if (out.isActive()) {
                    out.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "the rows of %s: %s".formatted(table.name(), e.getMessage()),
                    e.getSQLState(),
                    e);
        }
    }

    private void tell(SourceTable table, long copied) {
        long told = toldBytes.get();
        if (copied - told >= TOLD_EVERY_BYTES && toldBytes.compareAndSet(told, copied)) {
            progress.at(
                    "%s: %,d rows done, %.1f MB".formatted(table.name(), rows.get(), copied / 1e6),
                    Math.min(0.99, (double) copied / bytesExpected));
        }
    }

    private static void await(Future<?> one) throws IOException, SQLException {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the copy was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new SQLException(String.valueOf(why.getMessage()), why);
        }
    }
}
