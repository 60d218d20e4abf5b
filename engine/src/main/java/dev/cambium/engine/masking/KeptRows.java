package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.rules.Subset;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which rows come along when not all do. A row stays when its own table's subset takes it and all
 * that it refers to stays; tables that no subset reaches stay whole. Works on the source, which is
 * a hidden copy, with tables of its own that go with it. Not thread-safe.
 */
final class KeptRows {

    private static final String SCHEMA = "cambium_kept";
    private static final int BUCKETS = 1_000_000;

    private final MaskingSession source;
    private final DatabaseShape shape;
    private final Map<TableId, String> kept = new HashMap<>();

    KeptRows(MaskingSession source, DatabaseShape shape) {
        this.source = source;
        this.shape = shape;
    }

    /**
     * Chooses the rows.
     *
     * @throws SQLException if a condition is not one
     */
    void choose(SortedMap<TableId, Subset> subsets) throws SQLException {
        if (subsets.isEmpty()) {
            return;
        }
        source.execute("CREATE SCHEMA " + SCHEMA);
        for (Map.Entry<TableId, Subset> one : subsets.entrySet()) {
            start(one.getKey(), condition(one.getValue()));
        }
        boolean more = true;
        while (more) {
            more = false;
            for (ForeignKey key : shape.foreignKeys()) {
                if (kept.containsKey(key.target()) && !kept.containsKey(key.table())) {
                    start(key.table(), "true");
                    more = true;
                }
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ForeignKey key : shape.foreignKeys()) {
                changed |= dropOrphans(key);
            }
        }
    }

    /** A share chooses by the row's place, so that the same copy gives the same rows. */
    private static String condition(Subset subset) {
        String share =
                subset.share() >= 1
                        ? "true"
                        : String.format(
                                Locale.ROOT,
                                "abs(hashtext(t.tableoid::text || t.ctid::text)::bigint) %% %d < %d",
                                BUCKETS,
                                Math.max(1, Math.round(subset.share() * BUCKETS)));
        return subset.where() == null ? share : "(%s) AND %s".formatted(subset.where(), share);
    }

    private void start(TableId table, String condition) throws SQLException {
        String name = "%s.k%d".formatted(SCHEMA, kept.size());
        source.execute(
                "CREATE UNLOGGED TABLE %s AS SELECT t.tableoid AS part, t.ctid AS place FROM %s t WHERE %s"
                        .formatted(name, table.quoted(), condition));
        source.execute("CREATE INDEX ON %s (part, place); ANALYZE %s".formatted(name, name));
        kept.put(table, name);
    }

    private boolean dropOrphans(ForeignKey key) throws SQLException {
        String child = kept.get(key.table());
        String parent = kept.get(key.target());
        if (child == null || parent == null) {
            return false;
        }
        return source.number(
                        """
                        WITH gone AS (DELETE FROM %s k USING %s t
                            WHERE k.part = t.tableoid AND k.place = t.ctid AND %s AND NOT EXISTS (
                                SELECT FROM %s p JOIN %s pk ON pk.part = p.tableoid AND pk.place = p.ctid
                                WHERE %s)
                            RETURNING 1)
                        SELECT count(*) FROM gone
                        """
                                .formatted(
                                        child,
                                        key.table().quoted(),
                                        Orphans.refers(key, "t"),
                                        key.target().quoted(),
                                        parent,
                                        Orphans.refersTo(key, "t", "p")))
                > 0;
    }

    /** A condition for the rows of a table that come along; empty when all do. */
    String where(TableId table) {
        String name = kept.get(table);
        return name == null
                ? ""
                : "(tableoid, ctid) IN (SELECT part, place FROM %s)".formatted(name);
    }
}
