package dev.cambium.engine.masking;

import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.run.CopyBuffer;
import dev.cambium.anonymizer.run.CopyRow;
import dev.cambium.anonymizer.run.RowFormat;
import dev.cambium.anonymizer.run.RowMasker;
import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Masks a few rows of each table and shows both sides; nothing is written anywhere. */
public final class MaskingPreview {

    private MaskingPreview() {}

    /**
     * @param rows of each table
     */
    public static List<PreviewedTable> of(
            Console console, String database, List<TablePlan> plans, MaskingSecret secret, int rows)
            throws SQLException {
        List<PreviewedTable> previews = new ArrayList<>();
        try (MaskingSession session = MaskingSession.open(console, database)) {
            for (TablePlan table : plans) {
                if (table.isMasked()) {
                    previews.add(preview(session, table, secret, rows));
                }
            }
        }
        return previews;
    }

    private static PreviewedTable preview(
            MaskingSession session, TablePlan table, MaskingSecret secret, int rows)
            throws SQLException {
        List<byte[]> source = new ArrayList<>();
        String select =
                "SELECT %s FROM %s LIMIT %d"
                        .formatted(
                                RowQuery.columns(table.table()), table.table().id().quoted(), rows);
        CopyOut out = session.copies().copyOut(RowQuery.copyOut(select));
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            source.add(row);
        }
        RowMasker masker = new RowMasker(table, secret, 0, 0, RowFormat.TEXT);
        CopyBuffer buffer = new CopyBuffer();
        source.forEach(row -> masker.mask(row, buffer));
        masker.finish(buffer);
        List<ColumnPlan> masked = table.columns().stream().filter(ColumnPlan::isMasked).toList();
        return new PreviewedTable(
                table.table().id().toString(),
                masked.stream().map(column -> column.column().name()).toList(),
                masked.stream().map(column -> column.call().toString()).toList(),
                values(table, source),
                values(table, lines(buffer)));
    }

    private static List<byte[]> lines(CopyBuffer buffer) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(buffer.size());
        try {
            buffer.writeTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = all.toByteArray();
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, from, i));
                from = i + 1;
            }
        }
        return lines;
    }

    private static List<List<@Nullable String>> values(TablePlan table, List<byte[]> rows) {
        CopyRow row = new CopyRow(table.columns().size());
        List<List<@Nullable String>> found = new ArrayList<>();
        for (byte[] one : rows) {
            row.take(one);
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                if (table.columns().get(i).isMasked()) {
                    values.add(row.value(i));
                }
            }
            found.add(values);
        }
        return found;
    }
}
