package dev.cambium.gui.schema;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a table's parts together to the statements that make it. */
final class TableSql {

    private TableSql() {}

    /**
     * @param tail what stands behind the closing parenthesis; may be empty
     */
    static String of(SchemaObject table, List<SchemaPart> parts, String tail) {
        String inside =
                Stream.concat(
                                all(parts, "column")
                                        .map(each -> name(each.name()) + " " + each.definition()),
                                all(parts, "constraint")
                                        .map(
                                                each ->
                                                        "CONSTRAINT "
                                                                + name(each.name())
                                                                + " "
                                                                + each.definition()))
                        .collect(Collectors.joining(",\n    "));
        StringBuilder sql = new StringBuilder("CREATE TABLE ").append(qualified(table));
        sql.append(" (\n    ").append(inside).append("\n)");
        sql.append(tail.isEmpty() ? "" : " " + tail).append(";\n");
        Stream.of("index", "trigger")
                .flatMap(kind -> all(parts, kind))
                .forEach(each -> sql.append('\n').append(each.definition()).append(";\n"));
        all(parts, "policy")
                .forEach(
                        each ->
                                sql.append("\nCREATE POLICY ")
                                        .append(name(each.name()))
                                        .append(" ON ")
                                        .append(qualified(table))
                                        .append(' ')
                                        .append(each.definition())
                                        .append(";\n"));
        return sql.toString();
    }

    private static Stream<SchemaPart> all(List<SchemaPart> parts, String kind) {
        return parts.stream().filter(each -> each.kind().equals(kind));
    }

    private static String qualified(SchemaObject table) {
        return name(table.schema()) + "." + name(table.name());
    }

    /** In quotes where Postgres wants them, to be on the safe side also around odd words. */
    private static String name(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
