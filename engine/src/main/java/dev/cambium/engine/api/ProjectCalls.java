package dev.cambium.engine.api;

import java.util.List;

/** What can be asked about projects. Thread-safe, as all calls; see {@link EngineCalls}. */
public interface ProjectCalls {

    List<Project> list();

    /**
     * @param project an id or a name
     */
    Project get(String project);

    Created.ProjectReply create(NewProject request);

    /** Changes what the update gives and leaves the rest. */
    Project update(String projectId, ProjectUpdate update);

    /** Puts it with its branches and snapshots into the trash. */
    Project delete(String projectId);

    /** Those in the trash, that deleted last first. */
    List<Project> deleted();

    /**
     * Takes one out of the trash, with the branches and snapshots it had.
     *
     * @param project an id, or the name it had
     */
    Project recover(String project);

    /** The latest operations, newest first. */
    List<Operation> operations(String projectId);

    /**
     * Makes sure that an operation comes to nothing, if it can be cancelled; it ends soon after.
     *
     * @throws EngineException 409 when it has ended or cannot be cancelled, 404 when there is none
     */
    Operation cancel(String projectId, String operationId);
}
