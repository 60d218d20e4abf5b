package dev.cambium.engine.branch.schemaonly;

import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes system catalogs anew, row by row into new files: what was deleted from them is in no page
 * of theirs afterwards. A plain VACUUM leaves the old bytes in the holes. Those of a database in
 * whose files nothing of anybody can be are left as they are, two of three in most.
 */
final class CatalogRewrite {

    /**
     * A catalog, with all of its files: its indexes' too, and those of what is stored out of line.
     *
     * @param name qualified and quoted
     * @param written whether it is written to in any case: by the VACUUM of another one, or, as
     *     those that all databases share, by whoever first reads what was put there behind initdb
     */
    private record SystemCatalog(String name, boolean written, List<String> files) {}

    /** What VACUUM (FULL, VERBOSE) says of each table, in src/backend/commands/cluster.c. */
    private static final Pattern STILL_THERE =
            Pattern.compile("(\\d+) dead row versions cannot be removed yet");

    private final EmptyingSession session;
    private final OldContent old;
    private final String which;

    private CatalogRewrite(EmptyingSession session, OldContent old, String which) {
        this.session = session;
        this.old = old;
        this.which = which;
    }

    /** Those of the session's database. */
    static CatalogRewrite ofDatabase(EmptyingSession session, OldContent old) {
        return new CatalogRewrite(session, old, "NOT c.relisshared");
    }

    /**
     * Those that all databases share. To be rewritten last, when no other session is open: what one
     * could still see stays.
     */
    static CatalogRewrite ofShared(EmptyingSession session, OldContent old) {
        return new CatalogRewrite(session, old, "c.relisshared");
    }

    /**
     * @throws SQLException also if a row that was deleted had to be kept, because a transaction
     *     that could still see it was open
     */
    void run() throws IOException, SQLException {
        List<String> due = new ArrayList<>();
        for (SystemCatalog catalog : catalogs()) {
            if (catalog.written() || mayHoldSomethingOld(catalog)) {
                due.add(catalog.name());
            }
        }
        rewrite(due);
    }

    /**
     * In this order: the catalog of relations last, since rewriting the others changes it. VACUUM
     * makes each new file as that of a passing relation with its TOAST table.
     */
    private List<SystemCatalog> catalogs() throws SQLException {
        return session.list(
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                    c.relisshared OR c.relname IN (
                        'pg_class', 'pg_attribute', 'pg_type', 'pg_depend', 'pg_index'),
                    ARRAY(
                        SELECT pg_relation_filepath(o)
                        FROM unnest(ARRAY[c.oid, NULLIF(c.reltoastrelid, 0)]) t,
                            LATERAL (
                                SELECT t WHERE t IS NOT NULL
                                UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid = t) f (o))
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND c.oid < 16384 AND %s
                ORDER BY c.relname IN ('pg_depend', 'pg_type'), c.relname = 'pg_attribute',
                    c.relname = 'pg_class', c.relname
                """
                        .formatted(which),
                row ->
                        new SystemCatalog(
                                row.getString(1),
                                row.getBoolean(2),
                                List.of((String[]) row.getArray(3).getArray())));
    }

    private boolean mayHoldSomethingOld(SystemCatalog catalog) throws IOException {
        for (String file : catalog.files()) {
            if (old.mayBeIn(file)) {
                return true;
            }
        }
        return false;
    }

    private void rewrite(List<String> catalogs) throws SQLException {
        List<String> reports = new ArrayList<>();
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("VACUUM (FULL, FREEZE, VERBOSE) " + String.join(", ", catalogs));
            for (SQLWarning warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                reports.add(detail(warning));
            }
        }
        int read = 0;
        for (String report : reports) {
            Matcher matcher = STILL_THERE.matcher(report);
            if (matcher.find()) {
                read++;
                if (!matcher.group(1).equals("0")) {
                    throw new SQLException(
                            "deleted rows could not be taken out of the catalogs: " + report);
                }
            }
        }
        if (read < catalogs.size()) {
            throw new SQLException(
                    "VACUUM reported on %d of %d catalogs".formatted(read, catalogs.size()));
        }
    }

    private static String detail(SQLWarning warning) {
        ServerErrorMessage message =
                warning instanceof PSQLWarning own ? own.getServerErrorMessage() : null;
        String detail = message == null ? null : message.getDetail();
        return detail == null ? "" : detail;
    }
}
