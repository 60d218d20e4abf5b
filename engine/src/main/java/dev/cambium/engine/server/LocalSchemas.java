package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaTable;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.schema.Comparing;
import dev.cambium.engine.schema.ComparisonCancelled;
import dev.cambium.engine.schema.SchemaChange;
import dev.cambium.engine.schema.SchemaDiff;
import dev.cambium.engine.schema.SchemaModel;
import dev.cambium.engine.schema.TableShape;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Schemas, as the engine of this process answers for them. Thread-safe. */
final class LocalSchemas implements SchemaCalls {

    private final SchemaReading reading;
    private final Comparisons comparisons;

    /**
     * @param known those of the whole engine
     * @param comparisons those of the whole engine, for any thread may cancel one
     */
    LocalSchemas(BranchService branches, KnownSchemas known, Comparisons comparisons) {
        this.reading = new SchemaReading(branches, known);
        this.comparisons = comparisons;
    }

    @Override
    public String sql(String projectId, String branch, String database, @Nullable String at) {
        return answer(() -> of(projectId, branch, database, at, SchemaModel::sql));
    }

    @Override
    public List<SchemaTable> tables(
            String projectId, String branch, String database, @Nullable String at) {
        return answer(
                () ->
                        of(
                                projectId,
                                branch,
                                database,
                                at,
                                model ->
                                        model.tables().stream().map(LocalSchemas::table).toList()));
    }

    private static SchemaTable table(TableShape table) {
        return new SchemaTable(
                table.schema(),
                table.name(),
                table.columns().stream()
                        .map(
                                column ->
                                        new SchemaTable.Column(
                                                column.name(), column.type(), column.nullable()))
                        .toList());
    }

    @Override
    public SchemaComparison compare(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            @Nullable String id) {
        return answer(
                () -> {
                    try (Comparisons.Entry entry = comparisons.begin(id)) {
                        return compare(projectId, base, other, database, entry.comparing());
                    } catch (ComparisonCancelled e) {
                        throw new Refusal(
                                Refusal.Kind.CONFLICT,
                                "COMPARISON_CANCELLED",
                                String.valueOf(e.getMessage()),
                                e);
                    }
                });
    }

    @Override
    public void cancelComparison(String id) {
        answer(
                () -> {
                    comparisons.cancel(id);
                    return id;
                });
    }

    private SchemaComparison compare(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            Comparing comparing) {
        try (SchemaReading.Both both = reading.both(projectId, base, other, database, comparing)) {
            SortedSet<String> names = new TreeSet<>(both.base().schemas().keySet());
            names.addAll(both.other().schemas().keySet());
            if (database != null && names.isEmpty()) {
                throw noDatabase(database);
            }
            List<SchemaComparison.DatabaseDiff> diffs = new ArrayList<>();
            for (String name : names) {
                diffs.add(
                        diff(
                                name,
                                both.base().model(name).orElseGet(SchemaModel::empty),
                                both.other().model(name).orElseGet(SchemaModel::empty),
                                comparing));
            }
            return new SchemaComparison(
                    MomentTexts.found(both.base().moment()),
                    MomentTexts.found(both.other().moment()),
                    diffs);
        }
    }

    private <T> T of(
            String projectId,
            String branch,
            String database,
            @Nullable String at,
            Function<SchemaModel, T> told) {
        try (SchemaReading.Side side =
                reading.one(projectId, new BranchMoment(branch, at), database, new Comparing())) {
            return told.apply(side.model(database).orElseThrow(() -> noDatabase(database)));
        }
    }

    private static SchemaComparison.DatabaseDiff diff(
            String database, SchemaModel base, SchemaModel other, Comparing comparing) {
        comparing.requireWanted();
        SchemaDiff diff;
        try {
            diff = SchemaDiff.between(base, other, database, comparing);
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.FAILED,
                    "COMPARISON_FAILED",
                    "The schemas of database '%s' could not be compared: %s"
                            .formatted(database, e.getMessage()),
                    e);
        }
        List<String> notes = new ArrayList<>(base.notes());
        notes.addAll(other.notes());
        return new SchemaComparison.DatabaseDiff(
                database,
                diff.unified(),
                diff.changes().stream().map(LocalSchemas::change).toList(),
                diff.migration(),
                notes.stream().distinct().toList());
    }

    private static SchemaComparison.Change change(SchemaChange change) {
        return new SchemaComparison.Change(
                change.kind().name().toLowerCase(Locale.ROOT),
                change.type(),
                change.name(),
                change.before(),
                change.after());
    }

    private static Refusal noDatabase(String database) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                "DATABASE_NOT_FOUND",
                "There is no database '%s' there. `cambium databases list` shows those of a branch."
                        .formatted(database));
    }
}
