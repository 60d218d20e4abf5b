package dev.cambium.engine.server;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.Role;

/**
 * What the API asks about the computes of branches and about what is inside them. The same holds
 * for its methods as for those of {@link EngineService}.
 */
public interface EndpointService {

    /** Stops the compute, if it runs, and starts it with the settings it has now. */
    Endpoint restart(String projectId, String endpointId);

    /** Settings of Postgres with which no server starts are refused with 400. */
    Endpoint update(String projectId, String endpointId, EndpointUpdate update);

    /** Sets what holds for the endpoints of a project that set nothing themselves. */
    void updateDefaults(String projectId, EndpointUpdate update);

    /** With the new role's password. */
    Role createRole(String projectId, String branchId, String name);

    /** With the new password; sessions of the role are ended. */
    Role resetPassword(String projectId, String branchId, String role);

    Role deleteRole(String projectId, String branchId, String role);

    Database deleteDatabase(String projectId, String branchId, String database);
}
