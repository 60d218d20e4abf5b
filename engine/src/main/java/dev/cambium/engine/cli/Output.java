package dev.cambium.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.cambium.engine.api.ApiJson;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * Where results go: standard output in the format asked for. Remarks go to standard error, so that
 * a program that reads the results never meets one.
 */
final class Output {

    private final Format format;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Style style;

    Output(Format format, PrintWriter out, PrintWriter err, Style style) {
        this.format = format;
        this.out = out;
        this.err = err;
        this.style = style;
    }

    Format format() {
        return format;
    }

    Style style() {
        return style;
    }

    PrintWriter out() {
        return out;
    }

    /** A remark for people, on standard error. */
    void say(String sentence) {
        err.println(sentence);
        err.flush();
    }

    /** Writes over the line that was drawn last on a terminal; an empty one wipes it. */
    void redraw(String line) {
        err.print("\r\u001b[K" + line);
        err.flush();
    }

    /** A remark that the API's object holds as well. */
    void sayUnlessData(String sentence) {
        if (format == Format.table || format == Format.csv) {
            say(sentence);
        }
    }

    /** A remark that belongs to a table alone. */
    void sayWithTable(String sentence) {
        if (format == Format.table) {
            say(sentence);
        }
    }

    /**
     * @param result in the API's shape
     * @param table what people see of it
     */
    void print(Object result, Supplier<Table> table) {
        switch (format) {
            case table -> table.get().print(out, style);
            case json ->
                    out.println(written(ApiJson.mapper().writerWithDefaultPrettyPrinter(), result));
            case yaml -> out.print(written(yaml(), result));
            case csv -> throw new Refusal("Only query writes csv; use table, json or yaml.");
        }
        out.flush();
    }

    /** As {@link #print}, for results that have rows. */
    void printRows(Object result, Supplier<Table> table, String csv) {
        if (format == Format.csv) {
            out.print(csv);
            out.flush();
        } else {
            print(result, table);
        }
    }

    /** One line of text; in JSON and YAML the object it is a part of. */
    void printLine(String line, Object result) {
        if (format == Format.table) {
            out.println(line);
            out.flush();
        } else {
            print(result, Table::properties);
        }
    }

    /** Text of many lines as it is; in JSON and YAML the object it is a part of. */
    void printText(String text, Object result) {
        if (format == Format.table) {
            out.print(text);
            out.flush();
        } else {
            print(result, Table::properties);
        }
    }

    private static ObjectWriter yaml() {
        return ApiJson.configured(
                        YAMLMapper.builder()
                                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
                .build()
                .writer();
    }

    private static String written(ObjectWriter writer, Object result) {
        try {
            return writer.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written", e);
        }
    }
}
