package dev.cambium.engine.branch.schemaonly;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Takes the content out of what all databases share, and lets the engine into each of them. */
final class SharedEmptying {

    /**
     * A database.
     *
     * @param letsIn whether it takes connections by itself
     */
    record Database(String name, boolean letsIn) {}

    /** A transaction that was prepared and never ended. */
    record Prepared(String gid, String database) {}

    private final EmptyingSession session;

    SharedEmptying(EmptyingSession session) {
        this.session = session;
    }

    /**
     * Drops to the end databases whose DROP was interrupted: nobody can connect to them.
     *
     * @return the oids of those there are then
     */
    Set<String> dropInterrupted() throws SQLException {
        session.executeForEach(
                "DROP DATABASE %s",
                session.list(
                        "SELECT quote_ident(datname) FROM pg_database WHERE datconnlimit = -2"));
        return Set.copyOf(session.list("SELECT oid::text FROM pg_database"));
    }

    /**
     * All databases, each open for connections until {@link #closeAgain}.
     *
     * @param without oids of databases that stay as they are
     */
    List<Database> openAll(Set<String> without) throws SQLException {
        List<Database> databases =
                session.list(
                        "SELECT datname, datallowconn FROM pg_database WHERE oid::text <> ALL ('{%s}') ORDER BY pg_database_size(oid) DESC"
                                .formatted(String.join(",", without)),
                        row -> new Database(row.getString(1), row.getBoolean(2)));
        for (Database database : databases) {
            setOpen(database, true);
        }
        return databases;
    }

    /** Gives each database its own mind about connections back. */
    void closeAgain(List<Database> databases) throws SQLException {
        for (Database database : databases) {
            setOpen(database, false);
        }
    }

    private void setOpen(Database database, boolean open) throws SQLException {
        if (!database.letsIn()) {
            session.execute(
                    "UPDATE pg_database SET datallowconn = %s WHERE datname = '%s'"
                            .formatted(open, database.name().replace("'", "''")));
        }
    }

    /** Transactions that hold locks on tables, and what they wrote. */
    List<Prepared> preparedTransactions() throws SQLException {
        return session.list(
                "SELECT gid, database FROM pg_prepared_xacts",
                row -> new Prepared(row.getString(1), row.getString(2)));
    }

    /**
     * Subscriptions stay as definitions, disabled, without a slot at the publisher and without the
     * way to it.
     *
     * @param passwords whether the roles lose their passwords, too
     */
    void forgetSecrets(boolean passwords) throws SQLException {
        if (passwords) {
            session.execute("UPDATE pg_authid SET rolpassword = NULL");
        }
        session.execute(
                "UPDATE pg_subscription SET subconninfo = '', subslotname = NULL, subenabled = false");
    }
}
