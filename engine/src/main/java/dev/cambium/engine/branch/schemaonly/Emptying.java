package dev.cambium.engine.branch.schemaonly;

import dev.cambium.engine.branch.schemaonly.LiveFiles.RelationFile;
import dev.cambium.engine.branch.schemaonly.SharedEmptying.Database;
import dev.cambium.engine.branch.schemaonly.SharedEmptying.Prepared;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Empties a private server, so that its catalogs hold the schema of every database and nothing
 * else, and its last segment of WAL nothing of what was before.
 *
 * <p>The server must be one for {@link dev.cambium.engine.compute.ComputePurpose#EMPTIED}, and
 * nobody else may be connected to it. What is done cannot be taken back.
 */
public final class Emptying {

    /** Hears how far it is. */
    public interface Progress {
        void at(String message, double fraction);
    }

    /** Databases have nothing in common but the processors. */
    private static final int THREADS = 2;

    private final Console console;
    private final int major;
    private final Progress progress;

    /**
     * @param major the version of Postgres, from 16 on
     */
    public Emptying(Console console, int major, Progress progress) {
        this.console = console;
        this.major = major;
        this.progress = progress;
    }

    /**
     * Empties everything, and makes sure that what was written meanwhile is in no WAL segment but
     * those before the current one. The server is to be stopped cleanly right after.
     *
     * @param passwords whether the roles lose their passwords, too
     * @return what to keep
     */
    public Emptied run(boolean passwords) throws SQLException {
        List<Database> databases;
        try (EmptyingSession session = shared()) {
            SharedEmptying shared = new SharedEmptying(session);
            databases = shared.openAll();
            rollBack(shared.preparedTransactions());
        }
        List<RelationFile> files = new ArrayList<>(emptyAll(databases));
        try (EmptyingSession session = shared()) {
            SharedEmptying shared = new SharedEmptying(session);
            shared.closeAgain(databases);
            shared.forgetSecrets(passwords);
            shared.rewriteCatalogs();
            files.addAll(LiveFiles.shared(session));
            session.execute("CHECKPOINT");
            KeptFiles kept =
                    new KeptFiles(
                            files,
                            session.list("SELECT oid::text FROM pg_database"),
                            LiveFiles.ofSettings(session),
                            LiveFiles.tablespaces(session));
            Lsn switched = Lsn.parse(session.list("SELECT pg_switch_wal()::text").getFirst());
            session.execute("CHECKPOINT");
            return new Emptied(kept, switched);
        }
    }

    private EmptyingSession shared() throws SQLException {
        return EmptyingSession.open(console, major, ComputeFolders.ENGINE_ROLE);
    }

    private void rollBack(List<Prepared> transactions) throws SQLException {
        for (Prepared transaction : transactions) {
            try (EmptyingSession session =
                    EmptyingSession.open(console, major, transaction.database())) {
                session.execute(
                        "ROLLBACK PREPARED '%s'".formatted(transaction.gid().replace("'", "''")));
            }
        }
    }

    private List<RelationFile> emptyAll(List<Database> databases) throws SQLException {
        AtomicInteger done = new AtomicInteger();
        List<Future<List<RelationFile>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Database database : databases) {
                running.add(
                        threads.submit(
                                () -> {
                                    List<RelationFile> files = empty(database.name());
                                    progress.at(
                                            "emptied database " + database.name(),
                                            (double) done.incrementAndGet() / databases.size());
                                    return files;
                                }));
            }
        }
        List<RelationFile> files = new ArrayList<>();
        for (Future<List<RelationFile>> result : running) {
            files.addAll(resultOf(result));
        }
        return files;
    }

    private List<RelationFile> empty(String database) throws SQLException {
        try (EmptyingSession session = EmptyingSession.open(console, major, database)) {
            new DatabaseEmptying(session).run();
            return LiveFiles.ofDatabase(session);
        }
    }

    private static List<RelationFile> resultOf(Future<List<RelationFile>> result)
            throws SQLException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure
                    ? failure
                    : new SQLException("the server could not be emptied", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while emptying the server", e);
        }
    }
}
