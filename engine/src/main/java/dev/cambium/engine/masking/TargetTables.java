package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.TableId;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Prepares the emptied tables of a database for rows, and finishes them. Indexes are told that they
 * are not ready, so that rows go in without them, and are built when all rows are there, which also
 * checks what is unique; their definitions, names and oids stay. Not thread-safe.
 */
final class TargetTables {

    private static final String USERS =
            "c.oid >= 16384 AND c.relkind IN ('r', 'm') AND c.relpersistence <> 't'";

    private record Trigger(long oid, String enabled) {}

    private final MaskingSession session;
    private List<Trigger> triggers = List.of();
    private List<Long> withTriggers = List.of();

    TargetTables(MaskingSession session) {
        this.session = session;
    }

    void prepare() throws SQLException {
        triggers =
                session.list(
                        "SELECT oid, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('A', 'R')",
                        row -> new Trigger(row.getLong(1), row.getString(2)));
        setTriggers(false);
        // Of a table that has triggers a foreign key may come, which keeps it from new files.
        withTriggers =
                session.list(
                        "UPDATE pg_class c SET relhastriggers = false WHERE relhastriggers AND %s RETURNING oid"
                                .formatted(USERS),
                        row -> row.getLong(1));
        session.execute(
                """
                UPDATE pg_index i SET indisready = false, indisvalid = false
                FROM pg_class c WHERE c.oid = i.indrelid AND %s
                """
                        .formatted(USERS));
    }

    /**
     * Gives an empty table new files, as part of a transaction that has begun: what it then puts
     * into them need not be in WAL. The indexes, which TRUNCATE makes ready, are so no more.
     */
    static void giveNewFiles(MaskingSession session, TableId table) throws SQLException {
        session.execute("TRUNCATE ONLY " + table.quoted());
        session.execute(
                "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = '%s'::regclass"
                        .formatted(table.quoted().replace("'", "''")));
    }

    private void setTriggers(boolean enabled) throws SQLException {
        for (Trigger trigger : triggers) {
            session.execute(
                    "UPDATE pg_trigger SET tgenabled = '%s' WHERE oid = %d"
                            .formatted(enabled ? trigger.enabled() : "D", trigger.oid()));
        }
    }

    /**
     * Indexes to be built, quoted: those of the largest tables first, and of a table the longest
     * entries first, because they are what all would wait for in the end.
     */
    List<String> indexes() throws SQLException {
        return session.list(
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(x.relname)
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                JOIN pg_class x ON x.oid = i.indexrelid AND x.relkind = 'i'
                JOIN pg_namespace n ON n.oid = x.relnamespace
                WHERE %s
                ORDER BY pg_relation_size(c.oid) DESC,
                    (SELECT count(*) FILTER (WHERE a.attlen < 0) FROM pg_attribute a
                        WHERE a.attrelid = x.oid) DESC,
                    x.oid
                """
                        .formatted(USERS),
                row -> row.getString(1));
    }

    /** Checks that each index was built, and lets triggers fire again as they did. */
    void finish() throws SQLException {
        // The indexes of a partitioned table have no files, and are valid when those below are.
        session.execute(
                """
                UPDATE pg_index i SET indisready = true, indisvalid = true
                FROM pg_class c WHERE c.oid = i.indexrelid AND c.relkind = 'I'
                """);
        long bad =
                session.number(
                        "SELECT count(*) FROM pg_index WHERE indrelid >= 16384 AND NOT (indisready AND indisvalid)");
        if (bad > 0) {
            throw new SQLException(bad + " indexes were not built");
        }
        for (long table : withTriggers) {
            session.execute("UPDATE pg_class SET relhastriggers = true WHERE oid = " + table);
        }
        setTriggers(true);
    }

    /** Gives sequences the values that they have there, and not less than their columns hold. */
    void setSequences(MaskingSession source) throws SQLException {
        List<String> values =
                source.list(
                        """
                        SELECT format('SELECT setval(%L, last_value, is_called) FROM %I.%I',
                            quote_ident(n.nspname) || '.' || quote_ident(c.relname), n.nspname, c.relname)
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'S' AND c.relpersistence <> 't'
                        """,
                        row -> row.getString(1));
        for (String query : values) {
            // The source answers what its sequence holds, and the target is told.
            String read =
                    query.replaceFirst(
                            "^SELECT setval\\((.*), last_value, is_called\\)",
                            "SELECT format('SELECT setval(%L, %s, %L)', $1, last_value, is_called)");
            for (String set : source.list(read, row -> row.getString(1))) {
                session.execute(set);
            }
        }
        List<String> owned =
                session.list(
                        """
                        SELECT format('SELECT setval(%L, m) FROM (SELECT max(%I) AS m FROM %I.%I) x, %s s WHERE m > s.last_value',
                            s.oid::regclass, a.attname, n.nspname, c.relname, s.oid::regclass)
                        FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
                            AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                        JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
                        WHERE s.relkind = 'S'
                        """,
                        row -> row.getString(1));
        for (String raise : owned) {
            session.execute(raise);
        }
    }

    /**
     * Fills the materialized views that have content there; one may need another first.
     *
     * @return those that could not be filled, and why
     */
    List<String> refreshViews(MaskingSession source) throws SQLException {
        List<String> views =
                source.list(
                        """
                        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid
                        """,
                        row -> row.getString(1));
        Map<String, String> failed = new TreeMap<>();
        List<String> left = new ArrayList<>(views);
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            progress = false;
            for (String view : List.copyOf(left)) {
                try {
                    session.execute("REFRESH MATERIALIZED VIEW " + view);
                    left.remove(view);
                    failed.remove(view);
                    progress = true;
                } catch (SQLException e) {
                    failed.put(view, String.valueOf(e.getMessage()));
                }
            }
        }
        return failed.entrySet().stream()
                .map(
                        one ->
                                "Materialized view %s is empty: %s. REFRESH it."
                                        .formatted(one.getKey(), one.getValue()))
                .toList();
    }

    /** Whether each foreign key holds, by its name with its table's. */
    Map<String, Boolean> checkForeignKeys(List<ForeignKey> keys) throws SQLException {
        Map<String, Boolean> held = new TreeMap<>();
        for (ForeignKey key : keys) {
            long orphans =
                    session.number(
                            "SELECT count(*) FROM (SELECT FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s) LIMIT 1) x"
                                    .formatted(
                                            key.table().quoted(),
                                            Orphans.refers(key, "c"),
                                            key.target().quoted(),
                                            Orphans.refersTo(key, "c", "p")));
            held.put(
                    Objects.requireNonNullElse(key.part(), key.table()) + " " + key.name(),
                    orphans == 0);
        }
        return held;
    }
}
