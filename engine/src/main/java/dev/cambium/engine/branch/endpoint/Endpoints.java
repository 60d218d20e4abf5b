package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.ComputeState;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be done to the endpoints of branches: their computes and their settings. Thread-safe.
 */
public final class Endpoints {

    /** When settings that nobody has set were set: before anything else. */
    private static final Instant NEVER_SET = Instant.EPOCH;

    private final EngineParts parts;
    private final Catalog catalog;
    private final Lookup lookup;
    private final Computes computes;
    private final Doors doors;
    private final Ports ports;
    private final OperationLog operations;
    private final SettingsTrial trial;

    public Endpoints(
            EngineParts parts,
            Lookup lookup,
            Computes computes,
            Doors doors,
            Ports ports,
            OperationLog operations) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.lookup = lookup;
        this.computes = computes;
        this.doors = doors;
        this.ports = ports;
        this.operations = operations;
        this.trial = new SettingsTrial(parts);
    }

    public Branch branchOf(String projectId, String endpointId) {
        return lookup.byEndpoint(projectId, endpointId);
    }

    /** Starts the compute of a branch, if it never suspends also at later starts of the engine. */
    public Branch start(Branch branch) {
        Instant began = parts.clock().instant();
        doors.openOrRefuse(branch);
        if (computes.state(branch.id()) == ComputeState.RUNNING) {
            return branch;
        }
        computes.start(branch);
        want(branch, true);
        return noted("start_compute", branch, began);
    }

    /** Stops the compute of a branch cleanly; it sleeps until someone connects. */
    public Branch suspend(Branch branch) {
        Instant began = parts.clock().instant();
        computes.stop(branch.id());
        want(branch, false);
        return noted("suspend_compute", branch, began);
    }

    /** Stops the compute of a branch and starts it with the settings it has now. */
    public Branch restart(Branch branch) {
        Instant began = parts.clock().instant();
        doors.openOrRefuse(branch);
        try (Holds.Hold held = computes.hold(branch.id())) {
            computes.start(branch);
        }
        want(branch, true);
        return noted("restart_compute", branch, began);
    }

    /** What is set for a branch's endpoint, or by a project. */
    public EndpointSettings settings(String ownerId) {
        return catalog.endpoints()
                .settings(ownerId)
                .orElseGet(() -> EndpointSettings.none(ownerId, NEVER_SET));
    }

    /** As {@link #settings(String)}, for who asks for many: the catalog is read once. */
    public Function<String, EndpointSettings> allSettings() {
        Map<String, EndpointSettings> all = catalog.endpoints().settings();
        return owner -> {
            EndpointSettings set = all.get(owner);
            return set == null ? EndpointSettings.none(owner, NEVER_SET) : set;
        };
    }

    /** After how many seconds without a client a branch falls asleep; -1 means never. */
    public long suspendTimeoutSeconds(Branch branch) {
        return seconds(IdleTimeouts.of(catalog, branch));
    }

    /** The same for the branches of a project that set nothing themselves. */
    public long suspendTimeoutSeconds(String projectId) {
        return seconds(IdleTimeouts.of(catalog, projectId, projectId));
    }

    private static long seconds(IdleTimeouts timeouts) {
        return timeouts.suspend() == null ? EndpointSettings.NEVER : timeouts.suspend().toSeconds();
    }

    /** How the branch's own compute is. */
    public ComputeState state(Branch branch) {
        return computes.state(branch.id());
    }

    /** When a client last came or went; empty if none did since the engine's start. */
    public Optional<Instant> lastActive(Branch branch) {
        return computes.lastActive(branch.id());
    }

    /**
     * Changes what is set for a branch's endpoint. Settings of Postgres are tried on a server that
     * is thrown away, and refused if that does not start; the branch's own has them from its next
     * start on.
     */
    public EndpointSettings update(Branch branch, EndpointChange change) {
        return update(branch.id(), branch.projectId(), change);
    }

    /** The same for a read-only endpoint. */
    public EndpointSettings update(ReadOnlyEndpoint endpoint, EndpointChange change) {
        String projectId = catalog.branch(endpoint.branchId()).orElseThrow().projectId();
        return update(endpoint.id(), projectId, change);
    }

    /**
     * Gives a branch another port for good; sessions go on.
     *
     * @throws Refusal naming who has the port
     */
    public Branch changePort(Branch branch, int port) {
        Instant began = parts.clock().instant();
        Branch moved = ports.change(branch, port);
        return noted("change_port", moved, began);
    }

    /** The same for a read-only endpoint. */
    public ReadOnlyEndpoint changePort(ReadOnlyEndpoint endpoint, int port) {
        return ports.change(endpoint, port);
    }

    /** As {@link #update(Branch, EndpointChange)}, for the branches that set nothing themselves. */
    public EndpointSettings updateDefaults(String projectId, EndpointChange change) {
        String id = lookup.project(projectId).id();
        return update(id, id, change);
    }

    private EndpointSettings update(String ownerId, String projectId, EndpointChange change) {
        EndpointSettings after = trial.changed(projectId, settings(ownerId), change);
        catalog.commit(committed -> committed.put(after));
        return after;
    }

    private Branch noted(String action, Branch branch, Instant began) {
        operations.note(action, branch.projectId(), branch.id(), branch.endpointId(), began);
        return catalog.branch(branch.id()).orElseThrow();
    }

    private void want(Branch branch, boolean compute) {
        Branch now = catalog.branch(branch.id()).orElseThrow();
        if (now.computeWanted() != compute) {
            Branch changed = Branches.wanting(now, compute, parts.clock().instant());
            catalog.commit(change -> change.put(changed));
        }
    }
}
