package dev.cambium.anonymizer.report;

import dev.cambium.anonymizer.report.MaskingReport.ColumnReport;
import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.anonymizer.report.MaskingReport.TableReport;

import java.util.Locale;

/** A report as one page of HTML that needs nothing else. */
public final class HtmlReport {

    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2a22}
            h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8e0da}td.n{text-align:right}
            .good{color:#1b7a3d}.bad{color:#b3261e}
            """;

    private HtmlReport() {}

    public static String of(MaskingReport report) {
        StringBuilder page = new StringBuilder(8_192);
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped("Anonymized from " + report.source()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escaped("Database %s, anonymized".formatted(report.database())))
                .append("</h1>\n");
        summary(page, report);
        residues(page, report);
        for (TableReport table : report.tables()) {
            table(page, table);
        }
        keys(page, report);
        list(page, "Warnings", report.warnings());
        return page.append("</body></html>\n").toString();
    }

    private static void summary(StringBuilder page, MaskingReport report) {
        page.append("<table>\n");
        row(page, "From", report.source() + " at " + report.point());
        row(page, "Rules", "version " + report.rulesVersion());
        row(page, "Begun", report.startedAt().toString());
        row(page, "Done", report.completedAt().toString());
        row(page, "Rows", number(report.rows()));
        row(page, "Columns masked", Integer.toString(report.maskedColumns()));
        report.millis().forEach((step, millis) -> row(page, step, number(millis) + " ms"));
        page.append("</table>\n");
    }

    private static void residues(StringBuilder page, MaskingReport report) {
        page.append("<h2>What is left of the source</h2>\n");
        if (report.residues().isEmpty()) {
            page.append(
                            "<p class=\"good\">None of the remembered values of the source was found in ")
                    .append(number(report.scannedValues()))
                    .append(" values of the result.</p>\n");
            return;
        }
        page.append("<table><tr><th>Column</th><th>Values found</th><th></th></tr>\n");
        for (Residue residue : report.residues()) {
            page.append("<tr><td>")
                    .append(escaped(residue.column()))
                    .append(
                            residue.isLeak()
                                    ? "</td><td class=\"n bad\">"
                                    : "</td><td class=\"n\">")
                    .append(number(residue.hits()))
                    .append("</td><td>")
                    .append(residue.inWords())
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void table(StringBuilder page, TableReport table) {
        if (table.columns().isEmpty()) {
            return;
        }
        page.append("<h2>")
                .append(escaped(table.name()))
                .append(", ")
                .append(number(table.rows()))
                .append(" rows</h2>\n<table><tr><th>Column</th><th>Function</th><th>Guarantee</th>")
                .append("<th>Values</th><th>NULL</th><th>Unchanged</th></tr>\n");
        for (ColumnReport column : table.columns()) {
            page.append("<tr><td>")
                    .append(escaped(column.name()))
                    .append("</td><td>")
                    .append(escaped(column.function()))
                    .append("</td><td>")
                    .append(escaped(column.guarantee()))
                    .append("</td><td class=\"n\">")
                    .append(number(column.values()))
                    .append("</td><td class=\"n\">")
                    .append(number(column.nulls()))
                    .append("</td><td class=\"n\">")
                    .append(number(column.unchanged()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void keys(StringBuilder page, MaskingReport report) {
        if (report.foreignKeys().isEmpty()) {
            return;
        }
        page.append("<h2>Foreign keys</h2>\n<table>\n");
        report.foreignKeys()
                .forEach(
                        (key, holds) ->
                                page.append("<tr><td>")
                                        .append(escaped(key))
                                        .append("</td><td class=\"")
                                        .append(holds ? "good\">holds" : "bad\">does not hold")
                                        .append("</td></tr>\n"));
        page.append("</table>\n");
    }

    private static void list(StringBuilder page, String title, Iterable<String> items) {
        if (items.iterator().hasNext()) {
            page.append("<h2>").append(title).append("</h2>\n<ul>\n");
            items.forEach(item -> page.append("<li>").append(escaped(item)).append("</li>\n"));
            page.append("</ul>\n");
        }
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
