package dev.cambium.engine.api;

import java.util.List;

/** Branches that are filled anew every night. Thread-safe, as all calls. */
public interface NightlyCalls {

    /** All of a project. */
    List<NightlyPlan> list(String projectId);

    /**
     * From now on the branch is filled anew at that hour of every day.
     *
     * @param request the source; its password is kept in the home
     * @param hour from 0 to 23, in the time of the engine's computer
     */
    NightlyPlan plan(String projectId, String branch, DatabaseImport request, int hour);

    /**
     * The branch keeps what it has, and gets nothing new any more.
     *
     * @throws EngineException 404 if nothing is planned for it
     */
    NightlyPlan end(String projectId, String branch);
}
