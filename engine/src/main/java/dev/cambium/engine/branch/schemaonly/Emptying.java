package dev.cambium.engine.branch.schemaonly;

import dev.cambium.engine.branch.schemaonly.LiveFiles.RelationFile;
import dev.cambium.engine.branch.schemaonly.SharedEmptying.Database;
import dev.cambium.engine.branch.schemaonly.SharedEmptying.Prepared;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    private final Console console;
    private final int major;
    private final OldContent old;
    private final Progress progress;
    private int emptied;

    /**
     * @param major the version of Postgres, from 16 on
     * @param old tells what can be kept as it is
     */
    public Emptying(Console console, int major, OldContent old, Progress progress) {
        this.console = console;
        this.major = major;
        this.old = old;
        this.progress = progress;
    }

    /**
     * Empties everything, and makes sure that what was written meanwhile is in no WAL segment but
     * those before the current one. The server is to be stopped cleanly right after.
     *
     * @param passwords whether the roles lose their passwords, too
     * @return what to keep
     */
    public Emptied run(boolean passwords) throws IOException, SQLException {
        progress.at("taking the rows out", 0);
        Map<String, Set<String>> kept = new HashMap<>(old.untouchedDatabases());
        List<Database> databases;
        try (EmptyingSession session = shared(ComputeFolders.ENGINE_ROLE)) {
            SharedEmptying shared = new SharedEmptying(session);
            kept.keySet().retainAll(shared.dropInterrupted());
            databases = shared.openAll(kept.keySet());
            if (databases.isEmpty()) {
                kept.clear();
                databases = shared.openAll(Set.of());
            }
            rollBack(shared.preparedTransactions());
        }
        List<RelationFile> files = new ArrayList<>(emptyAll(databases));
        kept.values().forEach(paths -> paths.forEach(path -> files.add(asItIs(path))));
        // What all share is rewritten by way of the catalogs of the database that one is in.
        try (EmptyingSession session = shared(databases.getFirst().name())) {
            return finish(session, databases, passwords, files);
        }
    }

    private static RelationFile asItIs(String path) {
        return new RelationFile(path, false);
    }

    private Emptied finish(
            EmptyingSession session,
            List<Database> databases,
            boolean passwords,
            List<RelationFile> files)
            throws IOException, SQLException {
        SharedEmptying shared = new SharedEmptying(session);
        shared.closeAgain(databases);
        shared.forgetSecrets(passwords);
        CatalogRewrite.ofShared(session, old).run();
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

    private EmptyingSession shared(String database) throws SQLException {
        return EmptyingSession.open(console, major, database);
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

    /**
     * One after another: a transaction that is open in one database lets VACUUM keep rows that were
     * deleted in another since it began.
     */
    private List<RelationFile> emptyAll(List<Database> databases) throws IOException, SQLException {
        List<RelationFile> files = new ArrayList<>();
        for (Database database : databases) {
            files.addAll(empty(database.name()));
            progress.at(
                    "emptied database " + database.name(),
                    (double) ++emptied / (databases.size() + 1));
        }
        return files;
    }

    private List<RelationFile> empty(String database) throws IOException, SQLException {
        try (EmptyingSession session = EmptyingSession.open(console, major, database)) {
            new DatabaseEmptying(session).run();
            CatalogRewrite.ofDatabase(session, old).run();
            return LiveFiles.ofDatabase(session);
        }
    }
}
