package dev.cambium.engine.compute;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.digest.DatabaseReading;
import dev.cambium.engine.wal.digest.RelationName;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a server what the relations of a database are called, in one snapshot, with a short patience
 * for locks: it must never be in anyone's way.
 */
public final class NameReader {

    private static final String PATIENCE =
            "set statement_timeout = '5s'; set lock_timeout = '1s'; set jit = off";

    private static final String SNAPSHOT =
            "select pg_current_snapshot()::text, d.oid, d.datname from pg_database d"
                    + " where d.datname = current_database()";

    private static final String SCHEMAS =
            "select oid, nspname from pg_namespace where nspname !~ '^pg_toast_temp_'";

    /**
     * All that users made, and the catalogs that are not in the files that initdb gave them. The
     * owner of a TOAST table or an index is the table it belongs to.
     */
    private static final String RELATIONS =
            "select c.oid, coalesce(pg_relation_filenode(c.oid), 0), c.relkind, c.relpersistence,"
                    + " n.nspname, c.relname, c.reltuples::bigint,"
                    + " coalesce(t.oid, i.indrelid, 0)"
                    + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " left join pg_class t on c.relkind = 't' and t.reltoastrelid = c.oid"
                    + " left join pg_index i on c.relkind in ('i', 'I') and i.indexrelid = c.oid"
                    + " where c.oid >= 16384 or pg_relation_filenode(c.oid) >= 16384";

    private NameReader() {}

    /** The databases that can be asked, by number. */
    public static Map<Long, String> databases(Connection connection) throws SQLException {
        Map<Long, String> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select oid, datname from pg_database"
                                        + " where datallowconn and datconnlimit <> -2")) {
            while (rows.next()) {
                found.put(rows.getLong(1), rows.getString(2));
            }
        }
        return found;
    }

    /**
     * Reads the database that a session is connected to.
     *
     * @param connection in auto-commit; left with other settings, so not to be used for more
     */
    public static DatabaseReading read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            Lsn after;
            try (ResultSet row = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
                row.next();
                after = Lsn.parse(row.getString(1));
            }
            statement.execute("begin isolation level repeatable read read only");
            long database;
            String name;
            Set<Long> inProgress;
            try (ResultSet row = statement.executeQuery(SNAPSHOT)) {
                row.next();
                inProgress = inProgress(row.getString(1));
                database = row.getLong(2);
                name = row.getString(3);
            }
            Map<Long, String> schemas = new HashMap<>();
            try (ResultSet rows = statement.executeQuery(SCHEMAS)) {
                while (rows.next()) {
                    schemas.put(rows.getLong(1), rows.getString(2));
                }
            }
            List<RelationName> relations = relations(statement, database);
            statement.execute("commit");
            return new DatabaseReading(
                    database, name, after.value(), inProgress, schemas, relations);
        }
    }

    private static List<RelationName> relations(Statement statement, long database)
            throws SQLException {
        List<RelationName> relations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(RELATIONS)) {
            while (rows.next()) {
                relations.add(
                        new RelationName(
                                database,
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getString(3).charAt(0),
                                rows.getString(4).charAt(0),
                                rows.getString(5),
                                rows.getString(6),
                                rows.getLong(7),
                                rows.getLong(8)));
            }
        }
        return relations;
    }

    /** {@code xmin:xmax:xip,xip}, of which the last are in progress. */
    private static Set<Long> inProgress(String snapshot) {
        Set<Long> xids = new HashSet<>();
        String list = snapshot.substring(snapshot.lastIndexOf(':') + 1);
        for (String xid : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            xids.add(Long.parseLong(xid) & 0xFFFF_FFFFL);
        }
        return xids;
    }
}
