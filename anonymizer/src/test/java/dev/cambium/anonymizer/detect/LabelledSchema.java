package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.TypeFamily;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Tables with rows, of which somebody said which columns hold what. */
final class LabelledSchema {

    private final Map<Table, List<@Nullable String[]>> tables = new LinkedHashMap<>();
    final Map<ColumnId, DataKind> labels = new TreeMap<>();

    static LabelledSchema read(String name) throws IOException {
        LabelledSchema schema = new LabelledSchema();
        try (InputStream in =
                Objects.requireNonNull(LabelledSchema.class.getResourceAsStream(name))) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].startsWith("table ")) {
                    i = schema.table(lines, i);
                }
            }
        }
        return schema;
    }

    private int table(String[] lines, int at) {
        TableId id = new TableId("public", lines[at].substring("table ".length()).strip());
        List<Column> columns = new ArrayList<>();
        for (String one : cells(lines[at + 1])) {
            String[] parts = one.split(":");
            columns.add(new Column(parts[0], type(parts[1])));
            if (parts.length > 2) {
                labels.put(id.column(parts[0]), DataKind.valueOf(parts[2]));
            }
        }
        List<@Nullable String[]> rows = new ArrayList<>();
        int next = at + 2;
        while (next < lines.length && !lines[next].startsWith("table ")) {
            rows.add(cells(lines[next++]));
        }
        tables.put(new Table(id, columns, List.of()), rows);
        return next - 1;
    }

    private static String[] cells(String line) {
        String[] cells = line.split("\\|");
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip();
        }
        return cells;
    }

    private static ColumnType type(String name) {
        return switch (name) {
            case "int" -> ColumnType.integer(4);
            case "bool" -> ColumnType.of(TypeFamily.BOOLEAN, "boolean");
            case "date" -> ColumnType.of(TypeFamily.DATE, "date");
            case "timestamp" -> ColumnType.of(TypeFamily.TIMESTAMP, "timestamp");
            case "numeric" -> ColumnType.of(TypeFamily.DECIMAL, "numeric");
            case "float" -> ColumnType.of(TypeFamily.FLOAT, "double precision");
            case "uuid" -> ColumnType.of(TypeFamily.UUID, "uuid");
            case "inet" -> ColumnType.of(TypeFamily.NETWORK, "inet");
            case "json" -> ColumnType.of(TypeFamily.JSON, "jsonb");
            default -> ColumnType.text();
        };
    }

    List<ColumnFinding> findings() {
        Detection detection = new Detection();
        List<ColumnFinding> found = new ArrayList<>();
        tables.forEach(
                (table, rows) -> found.addAll(detection.look(table, new Sample(rows), Set.of())));
        return found.stream().filter(ColumnFinding::isSensitive).toList();
    }
}
