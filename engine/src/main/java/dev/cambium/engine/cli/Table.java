package dev.cambium.engine.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in aligned columns, without lines around them: easy on the eye and on {@code awk}. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private String empty = "None.";

    private Table(List<String> header) {
        this.header = header;
    }

    static Table columns(String... names) {
        return new Table(List.of(names));
    }

    /** Two columns without a header: a name and its value. */
    static Table properties() {
        return new Table(List.of());
    }

    /** What is said instead of a table without rows; nothing if it is empty. */
    Table whenEmpty(String sentence) {
        empty = sentence;
        return this;
    }

    Table row(String... cells) {
        rows.add(Arrays.asList(cells));
        return this;
    }

    void print(PrintWriter out, Style style) {
        if (rows.isEmpty()) {
            if (!empty.isEmpty()) {
                out.println(empty);
            }
            return;
        }
        int[] widths = widths();
        if (!header.isEmpty()) {
            out.println(style.faint(line(header, widths)));
        }
        for (List<String> row : rows) {
            String line = line(row, widths);
            int first = widths[0] + GAP.length();
            out.println(
                    header.isEmpty() && line.length() > first
                            ? style.faint(line.substring(0, first)) + line.substring(first)
                            : line);
        }
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[Math.max(columns, header.size())];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            int widest = rows.stream().mapToInt(row -> width(cell(row, at))).max().orElse(0);
            widths[column] = Math.max(widest, width(cell(header, at)));
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cell(cells, column);
            line.append(cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - width(cell))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cell(List<String> cells, int column) {
        return column < cells.size() ? cells.get(column) : "";
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
