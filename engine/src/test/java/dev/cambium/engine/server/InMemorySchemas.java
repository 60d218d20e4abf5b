package dev.cambium.engine.server;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaTable;

import org.jspecify.annotations.NullUnmarked;

import java.util.List;

/** Schemas of {@link InMemoryEngine}: every branch has one table that bears its name. */
@NullUnmarked
public final class InMemorySchemas implements SchemaCalls {

    private final InMemoryEngine engine;

    InMemorySchemas(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public String sql(String projectId, String branch, String database, String at) {
        return "CREATE TABLE %s ();\n".formatted(table(projectId, branch, at));
    }

    @Override
    public List<SchemaTable> tables(String projectId, String branch, String database, String at) {
        return List.of(
                new SchemaTable(
                        "public",
                        table(projectId, branch, at),
                        List.of(new SchemaTable.Column("id", "integer", false))));
    }

    @Override
    public SchemaComparison compare(
            String projectId, BranchMoment base, BranchMoment other, String database, String id) {
        String before = sql(projectId, base.branch(), database, base.at());
        String after = sql(projectId, other.branch(), database, other.at());
        return new SchemaComparison(
                moment(projectId, base),
                moment(projectId, other),
                List.of(
                        new SchemaComparison.DatabaseDiff(
                                database == null ? "db" : database,
                                "-" + before + "+" + after,
                                List.of(
                                        new SchemaComparison.Change(
                                                "changed", "TABLE", "public.t", before, after)),
                                after,
                                List.of())));
    }

    @Override
    public void cancelComparison(String id) {
        throw new EngineException(404, "COMPARISON_NOT_FOUND", "No comparison is under way.");
    }

    private FoundMoment moment(String projectId, BranchMoment where) {
        return InMemoryMoments.found(
                engine.branches().get(projectId, where.branch()),
                where.at() == null ? "head" : where.at());
    }

    private String table(String projectId, String branch, String at) {
        return engine.branches().get(projectId, branch).name() + (at == null ? "" : "_then");
    }
}
