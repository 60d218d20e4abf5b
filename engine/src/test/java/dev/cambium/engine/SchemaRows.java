package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.catalog.Branch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The schema of a database as Postgres' catalogs say it, row by row, without what is of content.
 */
final class SchemaRows {

    /** Columns of catalogs that say something of content, or where it is. */
    private static final Map<String, List<String>> OF_CONTENT =
            Map.of(
                    "pg_class",
                    List.of(
                            "relfilenode",
                            "relpages",
                            "reltuples",
                            "relallvisible",
                            "relallfrozen",
                            "relfrozenxid",
                            "relminmxid",
                            "relispopulated"),
                    "pg_attribute",
                    List.of("atthasmissing", "attmissingval"),
                    "pg_database",
                    List.of("datfrozenxid", "datminmxid"),
                    "pg_subscription",
                    List.of("subconninfo", "subslotname", "subenabled"),
                    "pg_user_mapping",
                    List.of("umoptions"));

    private static final Set<String> ALL_CONTENT =
            Set.of(
                    "pg_statistic",
                    "pg_statistic_ext_data",
                    "pg_largeobject",
                    "pg_largeobject_metadata",
                    "pg_subscription_rel");

    /** Neither large objects, which have this class, nor the schemas of temporary relations. */
    private static final String NOT_OF_CONTENT =
            """
            coalesce(to_jsonb(t)->>'classid', to_jsonb(t)->>'classoid', '') <> '2613'
            AND coalesce(to_jsonb(t)->>'nspname', '') !~ '^pg_(toast_)?temp'
            """;

    private static final String CATALOGS =
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace
            """;

    private SchemaRows() {}

    /** Every row of every catalog of the one is one of the other, and no other is. */
    static void assertSame(CoreEngine engine, Branch source, Branch made, String database)
            throws Exception {
        Map<String, Set<String>> expected = of(engine, source, database);
        Map<String, Set<String>> found = of(engine, made, database);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        for (String catalog : expected.keySet()) {
            Set<String> lost = new TreeSet<>(expected.get(catalog));
            lost.removeAll(found.get(catalog));
            Set<String> added = new TreeSet<>(found.get(catalog));
            added.removeAll(expected.get(catalog));
            assertThat(List.of(lost, added))
                    .as("rows lost from and added to %s in %s", catalog, database)
                    .allSatisfy(rows -> assertThat(rows).isEmpty());
        }
    }

    /** Every row of every catalog, without what says something of content. */
    private static Map<String, Set<String>> of(CoreEngine engine, Branch branch, String database)
            throws Exception {
        Map<String, String> toast = toastTables(engine, branch, database);
        Map<String, Set<String>> rows = new TreeMap<>();
        for (String catalog : engine.list(branch, database, CATALOGS)) {
            if (!ALL_CONTENT.contains(catalog)) {
                String columns =
                        OF_CONTENT.getOrDefault(catalog, List.of()).stream()
                                .map(column -> " - '" + column + "'")
                                .collect(Collectors.joining());
                String query =
                        "SELECT (to_jsonb(t)%s)::text FROM %s t WHERE %s"
                                .formatted(columns, catalog, NOT_OF_CONTENT);
                rows.put(
                        catalog,
                        engine.list(branch, database, query).stream()
                                .map(row -> named(row, toast))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return rows;
    }

    /**
     * What belongs to TOAST tables, by number: a materialized view gets a new one when it is made
     * empty, under the old name.
     */
    private static Map<String, String> toastTables(
            CoreEngine engine, Branch branch, String database) throws Exception {
        return engine
                .list(
                        branch,
                        database,
                        "SELECT oid || ' ' || relname FROM pg_class WHERE relnamespace = 'pg_toast'::regnamespace AND oid >= 16384")
                .stream()
                .map(found -> found.split(" "))
                .collect(Collectors.toMap(found -> found[0], found -> found[1]));
    }

    private static String named(String row, Map<String, String> toast) {
        String found = row;
        for (Map.Entry<String, String> table : toast.entrySet()) {
            found = found.replace("\"" + table.getKey() + "\"", "\"" + table.getValue() + "\"");
        }
        return found;
    }
}
