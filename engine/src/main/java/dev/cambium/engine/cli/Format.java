package dev.cambium.engine.cli;

/** How results are written; the names are what is typed after {@code --output}. */
enum Format {
    /** Aligned columns, for people. */
    table,
    /** The API's object, or a bare list. */
    json,
    /** The same as JSON, in YAML. */
    yaml,
    /** Rows separated by commas; for {@code query} alone. */
    csv
}
