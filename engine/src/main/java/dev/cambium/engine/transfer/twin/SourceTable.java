package dev.cambium.engine.transfer.twin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with rows of its own.
 *
 * @param name quoted, with its schema
 * @param columns quoted, without those that are computed
 * @param bytes about what it takes
 */
record SourceTable(String name, String columns, long bytes) {

    /** Leaves of partitioned tables among them; what extensions brought comes with them. */
    private static final String ALL =
            """
            SELECT format('%I.%I', n.nspname, c.relname), pg_catalog.pg_table_size(c.oid),
                (SELECT coalesce(string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum), '')
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        AND a.attgenerated = '')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't'
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                        AND d.deptype = 'e')
            ORDER BY 2 DESC
            """;

    /** The largest first, so that the last one to be copied is a small one. */
    static List<SourceTable> all(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            List<SourceTable> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(new SourceTable(rows.getString(1), rows.getString(3), rows.getLong(2)));
            }
            return tables;
        }
    }

    boolean hasColumns() {
        return !columns.isEmpty();
    }

    String copyOut() {
        return "COPY %s (%s) TO STDOUT".formatted(name, columns);
    }

    String copyIn() {
        return "COPY %s (%s) FROM STDIN".formatted(name, columns);
    }
}
