package dev.cambium.gui.anonymize;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the run did that made a branch's content. Used on the screen's thread. */
final class MaskingReports {

    /**
     * A report, as it is shown.
     *
     * @param summary rows, columns, where from and how long
     * @param checks what holds and what does not, a sentence each
     * @param columns what was done with each
     * @param json the whole
     */
    record Report(String summary, List<Check> checks, List<Column> columns, String json) {}

    /** A sentence, and whether it is how it should be. */
    record Check(boolean good, String words) {}

    /** A column of the result. */
    record Column(
            String name, String function, String guarantee, long values, long nulls, long same) {}

    private final Workspace workspace;
    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<@Nullable Report> report =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private @Nullable Branch shown;
    private int asked;

    MaskingReports(Workspace workspace, TaskRunner tasks) {
        this.workspace = workspace;
        this.tasks = tasks;
    }

    /** Null while there is none. */
    ReadOnlyObjectProperty<@Nullable Report> reportProperty() {
        return report.getReadOnlyProperty();
    }

    /** Why there is none, or where it was saved. */
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    void show(Branch branch) {
        int mine = ++asked;
        shown = branch;
        report.set(null);
        words.set(Text.get("anonymize.report.reading"));
        workspace.ask(
                client -> client.anonymize().report(branch.projectId(), branch.id()),
                found -> {
                    if (mine == asked) {
                        words.set("");
                        report.set(of(found));
                    }
                },
                failure -> {
                    if (mine == asked) {
                        words.set(Failures.sentence(failure));
                    }
                });
    }

    /** Writes the report into a file: HTML if its name says so, else JSON. */
    void save(Path file) {
        Report now = report.get();
        Branch branch = shown;
        if (now == null || branch == null) {
            return;
        }
        boolean html = file.toString().endsWith(".html");
        BackgroundTask.of(
                        () ->
                                Files.writeString(
                                        file,
                                        html
                                                ? workspace
                                                        .engine()
                                                        .anonymize()
                                                        .htmlReport(branch.projectId(), branch.id())
                                                : now.json()))
                .onSuccess(written -> words.set(Text.get("anonymize.report.saved", written)))
                .onFailure(
                        failure ->
                                words.set(
                                        Text.get(
                                                "anonymize.report.not-saved",
                                                file,
                                                Failures.sentence(failure))))
                .runWith(tasks);
    }

    private static Report of(JsonNode databases) {
        List<String> summaries = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (JsonNode one : databases) {
            int before = columns.size();
            columns(one, columns);
            long millis = 0;
            for (JsonNode step : one.path("millis")) {
                millis += step.asLong();
            }
            summaries.add(
                    Text.get(
                            "anonymize.report.summary",
                            one.path("database").asText(),
                            one.path("source").asText(),
                            one.path("rows").asLong(),
                            columns.size() - before,
                            millis / 1000.0));
            checks(one, checks);
        }
        return new Report(
                String.join("\n", summaries), checks, columns, databases.toPrettyString());
    }

    private static void columns(JsonNode report, List<Column> columns) {
        for (JsonNode table : report.path("tables")) {
            for (JsonNode column : table.path("columns")) {
                columns.add(
                        new Column(
                                table.path("name").asText() + "." + column.path("name").asText(),
                                column.path("function").asText(),
                                column.path("guarantee").asText(),
                                column.path("values").asLong(),
                                column.path("nulls").asLong(),
                                column.path("unchanged").asLong()));
            }
        }
    }

    private static void checks(JsonNode report, List<Check> checks) {
        int held = 0;
        for (Map.Entry<String, JsonNode> key : report.path("foreign_keys").properties()) {
            if (key.getValue().asBoolean()) {
                held++;
            } else {
                checks.add(new Check(false, Text.get("anonymize.report.key", key.getKey())));
            }
        }
        checks.add(new Check(true, Text.get("anonymize.report.keys", held)));
        boolean clean = true;
        for (JsonNode residue : report.path("residues")) {
            boolean chance = residue.path("chance").asBoolean();
            boolean fine = chance || residue.path("kept").asBoolean();
            clean &= fine;
            String words =
                    chance
                            ? "anonymize.report.chance"
                            : fine ? "anonymize.report.kept" : "anonymize.report.residue";
            checks.add(
                    new Check(
                            fine,
                            Text.get(
                                    words,
                                    residue.path("column").asText(),
                                    residue.path("hits").asLong())));
        }
        if (clean) {
            checks.add(
                    new Check(
                            true,
                            Text.get(
                                    "anonymize.report.clean",
                                    report.path("scanned_values").asLong())));
        }
        for (JsonNode warning : report.path("warnings")) {
            checks.add(new Check(false, warning.asText()));
        }
    }
}
