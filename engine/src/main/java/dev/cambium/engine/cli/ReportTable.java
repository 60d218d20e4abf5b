package dev.cambium.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/** The report of an anonymization as a table: what was masked, and what was checked. */
final class ReportTable {

    private ReportTable() {}

    static Table of(JsonNode reports) {
        Table table = Table.columns("COLUMN", "FUNCTION", "VALUES", "GUARANTEE");
        for (JsonNode report : reports) {
            for (JsonNode one : report.path("tables")) {
                for (JsonNode column : one.path("columns")) {
                    table.row(
                            one.path("name").asText() + "." + column.path("name").asText(),
                            column.path("function").asText(),
                            Amount.count(column.path("values").asLong()),
                            column.path("guarantee").asText());
                }
            }
            table.row("", "", "", "");
            table.row(
                    "all tables",
                    "",
                    Amount.count(report.path("rows").asLong()) + " rows",
                    summary(report));
        }
        return table;
    }

    private static String summary(JsonNode report) {
        long broken =
                report.path("foreign_keys").valueStream().filter(one -> !one.asBoolean()).count();
        long kept = columns(report, "kept");
        long chance = columns(report, "chance");
        return String.format(
                Locale.ROOT,
                "%s; %s",
                broken == 0
                        ? "all %d foreign keys hold".formatted(report.path("foreign_keys").size())
                        : broken + " foreign keys do not hold",
                kept + chance == 0
                        ? "no value of the source found"
                        : "values of the source found in %d columns that are kept, and by chance (dates, places, words, values of the same form) in %d: see -o json"
                                .formatted(kept, chance));
    }

    private static long columns(JsonNode report, String why) {
        return report.path("residues")
                .valueStream()
                .filter(one -> one.path(why).asBoolean())
                .count();
    }
}
