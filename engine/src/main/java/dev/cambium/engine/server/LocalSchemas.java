package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaTable;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.schema.Comparing;
import dev.cambium.engine.schema.ComparisonCancelled;
import dev.cambium.engine.schema.SchemaChange;
import dev.cambium.engine.schema.SchemaDiff;
import dev.cambium.engine.schema.SchemaModel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Schemas, as the engine of this process answers for them. Thread-safe. */
final class LocalSchemas implements SchemaCalls {

    private static final String NO_SUCH_DATABASE = "3D000";

    private final BranchService branches;
    private final Comparisons comparisons;

    /**
     * @param comparisons those of the whole engine, for any thread may cancel one
     */
    LocalSchemas(BranchService branches, Comparisons comparisons) {
        this.branches = branches;
        this.comparisons = comparisons;
    }

    /** The schemas at one point, by database. */
    private record Side(FoundMoment moment, Map<String, SchemaModel> models) {}

    @Override
    public String sql(String projectId, String branch, String database, @Nullable String at) {
        return answer(() -> model(projectId, branch, database, at).sql());
    }

    @Override
    public List<SchemaTable> tables(
            String projectId, String branch, String database, @Nullable String at) {
        return answer(
                () ->
                        model(projectId, branch, database, at).tables().stream()
                                .map(
                                        table ->
                                                new SchemaTable(
                                                        table.schema(),
                                                        table.name(),
                                                        table.columns().stream()
                                                                .map(
                                                                        column ->
                                                                                new SchemaTable
                                                                                        .Column(
                                                                                        column
                                                                                                .name(),
                                                                                        column
                                                                                                .type(),
                                                                                        column
                                                                                                .nullable()))
                                                                .toList()))
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
        Side from = side(projectId, base, database, comparing);
        Side to = side(projectId, other, database, comparing);
        if (database != null && from.models.isEmpty() && to.models.isEmpty()) {
            throw noDatabase(database);
        }
        SortedSet<String> names = new TreeSet<>(from.models.keySet());
        names.addAll(to.models.keySet());
        List<SchemaComparison.DatabaseDiff> diffs = new ArrayList<>();
        for (String name : names) {
            diffs.add(
                    diff(
                            name,
                            from.models.getOrDefault(name, SchemaModel.empty()),
                            to.models.getOrDefault(name, SchemaModel.empty()),
                            comparing));
        }
        return new SchemaComparison(
                MomentTexts.found(from.moment), MomentTexts.found(to.moment), diffs);
    }

    private SchemaModel model(
            String projectId, String branch, String database, @Nullable String at) {
        Map<String, SchemaModel> found =
                side(projectId, new BranchMoment(branch, at), database, new Comparing()).models;
        SchemaModel model = found.get(database);
        if (model == null) {
            throw noDatabase(database);
        }
        return model;
    }

    private Side side(
            String projectId, BranchMoment where, @Nullable String database, Comparing comparing) {
        comparing.requireWanted();
        return branches.questions()
                .visit(
                        branches.branch(projectId, where.branch()),
                        MomentTexts.moment(where.at()),
                        (console, moment) ->
                                new Side(moment, models(console, database, comparing)));
    }

    private static SortedMap<String, SchemaModel> models(
            Console console, @Nullable String database, Comparing comparing) throws IOException {
        SortedMap<String, SchemaModel> models = new TreeMap<>();
        try {
            List<String> names =
                    database == null ? SchemaModel.databases(console) : List.of(database);
            for (String name : names) {
                models.put(name, SchemaModel.read(console, name, comparing));
            }
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return models;
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
