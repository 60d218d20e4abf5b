package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What can be asked of the computes of branches. Thread-safe, as all calls; see {@link
 * EngineCalls}.
 */
public interface EndpointCalls {

    /** Those of all branches of a project. */
    List<Endpoint> list(String projectId);

    /** Those of a branch, which is named by its id or its name. */
    List<Endpoint> of(String projectId, String branch);

    /**
     * Gives a branch another address, at which it can only be read. It sleeps until someone
     * connects.
     */
    Endpoint create(String projectId, String branch, NewEndpoint request);

    /** Deletes a read-only endpoint; that of the branch itself stays, 409. */
    Endpoint delete(String projectId, String endpointId);

    /** Starts the branch's compute and returns when it answers; does nothing when it runs. */
    Endpoint start(String projectId, String endpointId);

    /** Stops the branch's compute cleanly. */
    Endpoint suspend(String projectId, String endpointId);

    /** Stops the branch's compute if it runs, and starts it with the settings it has now. */
    Endpoint restart(String projectId, String endpointId);

    /**
     * Settings of Postgres with which no server starts are refused with 400, a port that is taken
     * with 409 and the owner's name.
     */
    Endpoint update(String projectId, String endpointId, EndpointUpdate update);

    /**
     * @param branch null means the project's default branch
     * @param database null means the branch's default database
     * @param role null means the project's default role
     */
    ConnectionUri connectionUri(
            String projectId,
            @Nullable String branch,
            @Nullable String database,
            @Nullable String role);
}
