package dev.cambium.gui.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names in a database, for completion.
 *
 * @param functions without those that only operators and types use
 */
public record Catalog(List<Relation> relations, List<String> functions) {

    public static final Catalog EMPTY = new Catalog(List.of(), List.of());

    /** A table, view or the like with its columns. */
    public record Relation(String schema, String name, List<String> columns) {}

    /**
     * @param schema empty when none is named
     */
    Optional<Relation> relation(String schema, String name) {
        return relations.stream()
                .filter(each -> same(each.name(), name))
                .filter(each -> schema.isEmpty() || same(each.schema(), schema))
                .findFirst();
    }

    static boolean same(String name, String typed) {
        String bare =
                typed.length() > 1 && typed.startsWith("\"") && typed.endsWith("\"")
                        ? typed.substring(1, typed.length() - 1).replace("\"\"", "\"")
                        : typed.toLowerCase(Locale.ROOT);
        return name.equals(bare);
    }
}
