package dev.cambium.gui.schema;

import dev.cambium.gui.l10n.Text;

/**
 * Something a database is made of.
 *
 * @param name for a function with its arguments
 * @param oid its number in the catalog, at the moment it was read
 */
record SchemaObject(Kind kind, String schema, String name, String oid) {

    /** What it is; the code is the first column of {@link SchemaReader}'s question. */
    enum Kind {
        TABLE("table", "schema.tables", "fth-grid"),
        VIEW("view", "schema.views", "fth-eye"),
        FUNCTION("function", "schema.functions", "fth-code"),
        TYPE("type", "schema.types", "fth-box"),
        SEQUENCE("sequence", "schema.sequences", "fth-hash"),
        EXTENSION("extension", "schema.extensions", "fth-package");

        private final String code;
        private final String key;
        private final String icon;

        Kind(String code, String key, String icon) {
            this.code = code;
            this.key = key;
            this.icon = icon;
        }

        static Kind of(String code) {
            for (Kind each : values()) {
                if (each.code.equals(code)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(code);
        }

        /** The heading over objects of this kind. */
        String words() {
            return Text.get(key);
        }

        String icon() {
            return icon;
        }
    }

    /** Whether rows can be read from it. */
    boolean hasRows() {
        return kind == Kind.TABLE || kind == Kind.VIEW;
    }

    /** As a statement names it. */
    String qualified() {
        return quoted(schema) + "." + quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
