package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.CatalogRow;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The system catalogs whose change is a change of the schema, by their numbers (the {@code
 * CATALOG(…)} lines of {@code src/include/catalog}), and the word for what they hold. Others are
 * statistics, dependencies, comments.
 */
final class SchemaCatalogs {

    private static final Map<Integer, String> WORDS =
            Map.ofEntries(
                    Map.entry(CatalogRow.PG_CLASS, "relation"),
                    Map.entry(CatalogRow.PG_ATTRIBUTE, "column"),
                    Map.entry(CatalogRow.PG_TYPE, "type"),
                    Map.entry(CatalogRow.PG_PROC, "function"),
                    Map.entry(CatalogRow.PG_NAMESPACE, "schema"),
                    Map.entry(CatalogRow.PG_DATABASE, "database"),
                    Map.entry(2604, "default"),
                    Map.entry(2606, "constraint"),
                    Map.entry(2610, "index"),
                    Map.entry(2611, "inheritance"),
                    Map.entry(2617, "operator"),
                    Map.entry(2618, "rule"),
                    Map.entry(2620, "trigger"),
                    Map.entry(3079, "extension"),
                    Map.entry(3256, "policy"),
                    Map.entry(3381, "statistics object"),
                    Map.entry(3466, "event trigger"),
                    Map.entry(3501, "enum"),
                    Map.entry(6104, "publication"),
                    Map.entry(6100, "subscription"));

    private SchemaCatalogs() {}

    static boolean matters(int catalog) {
        return WORDS.containsKey(catalog);
    }

    /** The word for what a catalog holds; null if it is not one of these. */
    static @Nullable String word(int catalog) {
        return WORDS.get(catalog);
    }
}
