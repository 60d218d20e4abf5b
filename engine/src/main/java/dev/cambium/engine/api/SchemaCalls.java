package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What databases are made of, and how two points differ in that. Thread-safe, as all calls; see
 * {@link EngineCalls}. The first call of an engine's life takes some seconds.
 */
public interface SchemaCalls {

    /**
     * The schema of a database as SQL.
     *
     * @param at the moment, as for {@link PastCalls#moment}; null means now
     */
    String sql(String projectId, String branch, String database, @Nullable String at);

    /** The tables of a database. */
    List<SchemaTable> tables(String projectId, String branch, String database, @Nullable String at);

    /**
     * How the schemas at a point differ from those at another, the base.
     *
     * @param database one database alone; null means all that either side has
     */
    default SchemaComparison compare(
            String projectId, BranchMoment base, BranchMoment other, @Nullable String database) {
        return compare(projectId, base, other, database, null);
    }

    /**
     * As the other {@code compare}, which takes seconds, and can be cancelled by another thread.
     *
     * @param id any word that no other comparison has at this time; null for one that nobody
     *     cancels
     * @throws EngineException 409 when it was cancelled
     */
    SchemaComparison compare(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            @Nullable String id);

    /**
     * Ends a comparison soon; whoever waits for it is refused.
     *
     * @throws EngineException 404 when none with this id is under way
     */
    void cancelComparison(String id);
}
