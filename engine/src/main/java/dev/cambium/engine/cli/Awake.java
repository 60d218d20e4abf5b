package dev.cambium.engine.cli;

import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineClient;

/** Sees to it that a branch answers before somebody is told how to connect to it. */
final class Awake {

    private Awake() {}

    /** Starts the computes of a branch that sleep; returns when they answer. */
    static void ensure(EngineClient engine, String projectId, String branch) {
        for (Endpoint endpoint : engine.endpoints(projectId, branch)) {
            if (!endpoint.currentState().equals("active")) {
                engine.startEndpoint(projectId, endpoint.id());
            }
        }
    }
}
