package dev.cambium.gui.session;

import dev.cambium.gui.sql.Catalog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the names in a database. */
public final class CatalogReader {

    /** A database with more columns than this completes the first ones only. */
    private static final int COLUMNS_MOST = 100_000;

    private static final int FUNCTIONS_MOST = 20_000;

    private static final String COLUMNS =
            """
            SELECT n.nspname, c.relname, a.attname
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_(toast|temp)'
            ORDER BY n.nspname LIKE 'pg\\_%', c.relname, a.attnum
            """;

    private static final String FUNCTIONS =
            """
            SELECT DISTINCT p.proname
            FROM pg_proc p
            WHERE p.prorettype <> 'internal'::regtype AND p.prokind IN ('f', 'a', 'w')
              AND NOT ('internal'::regtype = ANY (p.proargtypes::oid[]))
            ORDER BY 1
            """;

    private CatalogReader() {}

    public static Catalog read(SqlSession session) throws SqlException {
        record Key(String schema, String name) {}
        Map<Key, List<String>> columns = new LinkedHashMap<>();
        for (List<@Nullable String> row : rows(session, COLUMNS, COLUMNS_MOST)) {
            columns.computeIfAbsent(
                            new Key(text(row.get(0)), text(row.get(1))), key -> new ArrayList<>())
                    .add(text(row.get(2)));
        }
        List<Catalog.Relation> relations = new ArrayList<>();
        columns.forEach(
                (key, names) ->
                        relations.add(new Catalog.Relation(key.schema(), key.name(), names)));
        List<String> functions =
                rows(session, FUNCTIONS, FUNCTIONS_MOST).stream()
                        .map(row -> text(row.getFirst()))
                        .toList();
        return new Catalog(relations, functions);
    }

    /** The rows of a statement that selects. */
    public static List<List<@Nullable String>> rows(SqlSession session, String sql, int most)
            throws SqlException {
        return session.run(sql, false, most) instanceof SqlAnswer.Rows answer
                ? answer.rows()
                : List.of();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNull(value, "a name in the catalog is never null");
    }
}
