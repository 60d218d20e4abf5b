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

    Project delete(String projectId);

    /** The latest operations, newest first. */
    List<Operation> operations(String projectId);
}
