package dev.cambium.gui.memory;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The schemas of a {@link MemoryEngine}: of one table each, the same everywhere. */
public final class MemorySchemas implements SchemaCalls {

    private final MemoryEngine engine;

    /** The ids of the comparisons that were asked for, and of those that were cancelled. */
    public final List<String> asked = new ArrayList<>();

    public final List<String> cancelled = new ArrayList<>();

    MemorySchemas(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public String sql(String projectId, String branch, String database, @Nullable String at) {
        engine.alive();
        return "CREATE TABLE note ();\n";
    }

    @Override
    public List<SchemaTable> tables(
            String projectId, String branch, String database, @Nullable String at) {
        engine.alive();
        return List.of(new SchemaTable("public", "note", List.of()));
    }

    @Override
    public SchemaComparison compare(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            @Nullable String id) {
        engine.alive();
        asked.add(String.valueOf(id));
        return new SchemaComparison(
                moment(base),
                moment(other),
                List.of(new SchemaComparison.DatabaseDiff("shop", "", List.of(), "", List.of())));
    }

    private FoundMoment moment(BranchMoment where) {
        String at = where.at();
        return MemoryMoments.found(
                engine.branches().get("", where.branch()), at == null ? "head" : at);
    }

    @Override
    public void cancelComparison(String id) {
        engine.alive();
        if (!asked.contains(id)) {
            throw new EngineException(404, "COMPARISON_NOT_FOUND", "No such comparison.");
        }
        cancelled.add(id);
    }
}
