package dev.cambium.gui.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.cambium.gui.session.SqlAnswer;
import dev.cambium.gui.session.SqlColumn;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSession;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes all rows of a statement to a file, page by page: CSV as RFC 4180 has it, in which null is
 * empty and the empty text is a pair of quotes, or JSON, an array of objects.
 */
final class ResultFile {

    private static final int PAGE = 5_000;

    private ResultFile() {}

    /** How a file is written, by the ending of its name. */
    enum Format {
        CSV,
        JSON;

        static Format of(Path file) {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : CSV;
        }
    }

    /**
     * Runs the statement anew and writes beside the file, which takes its place when all is there.
     *
     * @return how many rows
     */
    static long write(SqlSession session, String sql, Path file) throws SqlException, IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            long rows;
            try (Writer out = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                rows =
                        switch (Format.of(file)) {
                            case CSV -> csv(session, sql, out);
                            case JSON -> json(session, sql, out);
                        };
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            return rows;
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Takes each page of rows. */
    private interface Pages {
        void take(List<List<@Nullable String>> rows) throws IOException;
    }

    private static SqlAnswer.Rows first(SqlSession session, String sql) throws SqlException {
        return session.run(sql, false, PAGE) instanceof SqlAnswer.Rows rows
                ? rows
                : new SqlAnswer.Rows(List.of(), List.of(), false, List.of());
    }

    private static long all(SqlSession session, SqlAnswer.Rows first, Pages pages)
            throws SqlException, IOException {
        pages.take(first.rows());
        long count = first.rows().size();
        boolean more = first.more();
        while (more) {
            List<List<@Nullable String>> rows = session.more(PAGE);
            pages.take(rows);
            count += rows.size();
            more = rows.size() == PAGE;
        }
        return count;
    }

    private static long csv(SqlSession session, String sql, Writer out)
            throws SqlException, IOException {
        SqlAnswer.Rows first = first(session, sql);
        line(out, first.columns().stream().map(SqlColumn::name).toList());
        return all(
                session,
                first,
                rows -> {
                    for (List<@Nullable String> row : rows) {
                        line(out, row);
                    }
                });
    }

    static void line(Writer out, List<? extends @Nullable String> values) throws IOException {
        String comma = "";
        for (String value : values) {
            out.write(comma);
            out.write(field(value));
            comma = ",";
        }
        out.write("\r\n");
    }

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean quoted = value.isEmpty() || value.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    private static long json(SqlSession session, String sql, Writer out)
            throws SqlException, IOException {
        SqlAnswer.Rows first = first(session, sql);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            long count =
                    all(
                            session,
                            first,
                            rows -> {
                                for (List<@Nullable String> row : rows) {
                                    object(json, first.columns(), row);
                                }
                            });
            json.writeEndArray();
            return count;
        }
    }

    private static void object(
            JsonGenerator json, List<SqlColumn> columns, List<@Nullable String> row)
            throws IOException {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            json.writeFieldName(columns.get(i).name());
            String value = row.get(i);
            boolean number = columns.get(i).number() && isNumber(Objects.toString(value, ""));
            if (value == null) {
                json.writeNull();
            } else if (number) {
                json.writeNumber(value);
            } else if (columns.get(i).type().equals("bool")) {
                json.writeBoolean(value.equals("t"));
            } else {
                json.writeString(value);
            }
        }
        json.writeEndObject();
    }

    /** Postgres' NaN and Infinity are no numbers in JSON. */
    private static boolean isNumber(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    }
}
