package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.ComputeState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be done to the read-only endpoints of branches. Nothing here takes more than one commit,
 * so a kill leaves nothing half done. Thread-safe.
 */
public final class ReadOnlyEndpoints {

    private final EngineParts parts;
    private final Catalog catalog;
    private final Standbys standbys;
    private final Doors doors;
    private final PortChooser ports;
    private final OperationLog operations;

    public ReadOnlyEndpoints(
            EngineParts parts,
            Standbys standbys,
            Doors doors,
            PortChooser ports,
            OperationLog operations) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.standbys = standbys;
        this.doors = doors;
        this.ports = ports;
        this.operations = operations;
    }

    /** Those of a branch, oldest first. */
    public List<ReadOnlyEndpoint> of(Branch branch) {
        return catalog.endpoints().readOnly(branch.id());
    }

    /** Those of all branches that have some, by the branch's id; each branch's oldest first. */
    public Map<String, List<ReadOnlyEndpoint>> byBranch() {
        return catalog.endpoints().readOnly().stream()
                .collect(Collectors.groupingBy(ReadOnlyEndpoint::branchId));
    }

    /** The one with this id, if it is one and in this project. */
    public Optional<ReadOnlyEndpoint> find(String projectId, String endpointId) {
        return catalog.endpoints()
                .readOnlyById(endpointId)
                .filter(found -> branchOf(found).projectId().equals(projectId));
    }

    public Branch branchOf(ReadOnlyEndpoint endpoint) {
        return catalog.branch(endpoint.branchId())
                .orElseThrow(() -> Lookup.branchNotFound(endpoint.branchId()));
    }

    /**
     * Gives a branch another address, at which it can only be read. It sleeps until someone
     * connects.
     *
     * @param name null for none
     */
    public ReadOnlyEndpoint create(Branch branch, @Nullable String name) {
        Instant began = parts.clock().instant();
        String checked = name == null ? null : Names.checked("read-only endpoint", name);
        int port = ports.choose();
        ReadOnlyEndpoint endpoint =
                new ReadOnlyEndpoint(Ids.endpoint(), branch.id(), checked, port, began, began);
        try {
            catalog.commit(change -> change.put(endpoint));
        } finally {
            ports.giveBack(port);
        }
        doors.open(endpoint, branch);
        note("create_endpoint", endpoint, branch, began);
        return endpoint;
    }

    /** Ends its server and lets go of its port. */
    public ReadOnlyEndpoint delete(ReadOnlyEndpoint endpoint) {
        Instant began = parts.clock().instant();
        Branch branch = branchOf(endpoint);
        catalog.commit(change -> change.removeReadOnlyEndpoint(endpoint.id()));
        doors.close(endpoint);
        standbys.forget(endpoint.id());
        ports.giveBack(endpoint.port());
        note("delete_endpoint", endpoint, branch, began);
        return endpoint;
    }

    public ReadOnlyEndpoint start(ReadOnlyEndpoint endpoint) {
        Instant began = parts.clock().instant();
        doors.openOrRefuse(endpoint, branchOf(endpoint));
        if (state(endpoint) != ComputeState.RUNNING) {
            standbys.start(endpoint);
            note("start_compute", endpoint, branchOf(endpoint), began);
        }
        return endpoint;
    }

    public ReadOnlyEndpoint suspend(ReadOnlyEndpoint endpoint) {
        Instant began = parts.clock().instant();
        standbys.stop(endpoint.id());
        note("suspend_compute", endpoint, branchOf(endpoint), began);
        return endpoint;
    }

    public ReadOnlyEndpoint restart(ReadOnlyEndpoint endpoint) {
        standbys.stop(endpoint.id());
        return start(endpoint);
    }

    public ComputeState state(ReadOnlyEndpoint endpoint) {
        return standbys.state(endpoint.id());
    }

    /** Why it cannot be reached or died; empty when all is well. */
    public Optional<String> reason(ReadOnlyEndpoint endpoint) {
        return doors.reason(endpoint.id()).or(() -> standbys.reason(endpoint.id()));
    }

    /** When a client last came or went; empty if none did since the engine's start. */
    public Optional<Instant> lastActive(ReadOnlyEndpoint endpoint) {
        return standbys.visitors().lastActive(endpoint.id());
    }

    private void note(String action, ReadOnlyEndpoint endpoint, Branch branch, Instant began) {
        operations.note(action, branch.projectId(), branch.id(), endpoint.id(), began);
    }
}
