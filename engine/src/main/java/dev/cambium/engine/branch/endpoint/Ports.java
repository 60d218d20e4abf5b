package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicatePortException;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.PortOwner;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Gives branches and read-only endpoints other ports. The catalog's commit decides: a kill before
 * it leaves the old port, one behind it the new one. Thread-safe.
 */
public final class Ports {

    /** Lower ones belong to the system. */
    private static final int FIRST = 1_024;

    private static final int LAST = 65_535;

    private final EngineParts parts;
    private final Catalog catalog;
    private final BranchLocks locks;
    private final Standbys standbys;
    private final Doors doors;
    private final PortChooser chooser;

    public Ports(
            EngineParts parts,
            BranchLocks locks,
            Standbys standbys,
            Doors doors,
            PortChooser chooser) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.locks = locks;
        this.standbys = standbys;
        this.doors = doors;
        this.chooser = chooser;
    }

    /**
     * Moves a branch to another port; sessions go on, for its compute stays where it is.
     *
     * @throws Refusal naming who has the port
     */
    Branch change(Branch branch, int port) {
        if (port == branch.port()) {
            return branch;
        }
        requireFree(port);
        try (BranchLocks.Hold alone = locks.change(branch.id(), branch.name(), "moved")) {
            Branch current = catalog.branch(branch.id()).orElseThrow();
            Branch moved = Branches.at(current, port, parts.clock().instant());
            move(branch.id(), current.port(), port, change -> change.put(moved));
            standbys.end(branch.id()); // the next ones ask where the compute is
            return moved;
        }
    }

    /** The same for a read-only endpoint; its clients have to come again. */
    ReadOnlyEndpoint change(ReadOnlyEndpoint endpoint, int port) {
        if (port == endpoint.port()) {
            return endpoint;
        }
        requireFree(port);
        ReadOnlyEndpoint moved =
                new ReadOnlyEndpoint(
                        endpoint.id(),
                        endpoint.branchId(),
                        endpoint.name(),
                        port,
                        endpoint.createdAt(),
                        parts.clock().instant());
        standbys.stop(endpoint.id());
        move(endpoint.id(), endpoint.port(), port, change -> change.put(moved));
        standbys.stop(endpoint.id()); // one that came meanwhile, at the old port
        return moved;
    }

    /** Listens at the new port before the commit, and no more at the old one after it. */
    private void move(String ownerId, int from, int to, Consumer<Change> commit) {
        boolean moved = false;
        try {
            doors.listen(ownerId, to);
            catalog.commit(commit);
            moved = true;
        } catch (IOException | DuplicatePortException e) {
            throw new Refusal(Kind.CONFLICT, "PORT_TAKEN", String.valueOf(e.getMessage()), e);
        } finally {
            doors.leave(ownerId, moved ? from : to);
        }
        chooser.keep(from); // not to be given away as long as a compute may still be on it
    }

    private void requireFree(int port) {
        if (port < FIRST || port > LAST) {
            throw new Refusal(
                    Kind.INVALID,
                    "PORT_INVALID",
                    "A port is a number from %d to %d; %d is none.".formatted(FIRST, LAST, port));
        }
        if (port == doors.routerPort()) {
            throw taken(port, "the router, which reaches any branch as dbname@branch");
        }
        for (Branch branch : catalog.allBranches()) {
            if (branch.port() == port) {
                throw taken(port, "branch '%s'".formatted(branch.name()));
            }
        }
        for (ReadOnlyEndpoint endpoint : catalog.endpoints().readOnly()) {
            if (endpoint.port() == port) {
                throw taken(port, "read-only endpoint " + endpoint.id());
            }
        }
        if (!PortOwner.isFree(port)) {
            throw taken(port, PortOwner.find(port).orElse("a program that does not show itself"));
        }
    }

    private static Refusal taken(int port, String owner) {
        return new Refusal(
                Kind.CONFLICT,
                "PORT_TAKEN",
                "Port %d is taken by %s. Choose another one.".formatted(port, owner));
    }
}
