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
    SchemaComparison compare(
            String projectId, BranchMoment base, BranchMoment other, @Nullable String database);
}
