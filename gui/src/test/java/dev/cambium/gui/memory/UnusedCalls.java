package dev.cambium.gui.memory;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Role;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;

/** The calls of the engine that the window has no use for. */
abstract class UnusedCalls implements EngineClient {

    @Override
    public Project deleteProject(String projectId) {
        throw new UnsupportedOperationException("the window deletes no projects");
    }

    @Override
    public Endpoint updateEndpoint(String projectId, String endpointId, EndpointUpdate update) {
        throw new UnsupportedOperationException("the window sets nothing for endpoints");
    }

    @Override
    public Role createRole(String projectId, String branch, String name) {
        throw new UnsupportedOperationException("the window makes no roles");
    }

    @Override
    public Role resetPassword(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window resets no passwords");
    }

    @Override
    public Role deleteRole(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window deletes no roles");
    }

    @Override
    public Database deleteDatabase(String projectId, String branch, String database) {
        throw new UnsupportedOperationException("the window deletes no databases");
    }

    @Override
    public Database createDatabase(
            String projectId, String branch, String name, @Nullable String ownerName) {
        throw new UnsupportedOperationException("the window makes no databases");
    }

    @Override
    public ImportReport importFiles(String projectId, String branch, ImportRequest request) {
        throw new UnsupportedOperationException("the window imports nothing");
    }

    @Override
    public ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database) {
        throw new UnsupportedOperationException("the window imports nothing");
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        throw new UnsupportedOperationException("the window loads no sample");
    }

    @Override
    public String revealPassword(String projectId, String branch, String role) {
        throw new UnsupportedOperationException("the window reveals whole strings");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("the window stops no engine");
    }
}
