package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.gateway.Gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports of the branches and their read-only endpoints: each is listened on for its whole life.
 * A port that another program has is taken as soon as that has ended. Thread-safe.
 */
public final class Doors {

    private static final Logger log = LoggerFactory.getLogger(Doors.class);

    /** Under which the catalog keeps the router's port. */
    private static final String ROUTER_PORT = "router-port";

    private final Gateway gateway;
    private final Catalog catalog;

    /** Read-only endpoints that are listened for, by their ids. */
    private final Map<String, ReadOnlyEndpoint> readOnly = new ConcurrentHashMap<>();

    private final Map<String, String> closed = new ConcurrentHashMap<>();
    private final int routerPort;

    /** Chooses the router's port, once for the life of a home. */
    public Doors(Gateway gateway, Catalog catalog, PortChooser ports) {
        this.gateway = gateway;
        this.catalog = catalog;
        this.routerPort =
                catalog.engineSetting(ROUTER_PORT)
                        .map(Integer::parseInt)
                        .orElseGet(() -> newRouterPort(catalog, ports));
        ports.keep(routerPort);
    }

    private static int newRouterPort(Catalog catalog, PortChooser ports) {
        int port = ports.choose();
        catalog.commit(change -> change.putEngineSetting(ROUTER_PORT, Integer.toString(port)));
        return port;
    }

    public int routerPort() {
        return routerPort;
    }

    /** Why a branch cannot be reached at its port; empty when it can. */
    public Optional<String> reason(String branchId) {
        return Optional.ofNullable(closed.get(branchId));
    }

    /**
     * Begins to listen for a branch and its read-only endpoints; what stands against it becomes
     * their {@link #reason}.
     */
    public void open(Branch branch) {
        open(branch, branch.id(), branch.port(), "Branch " + branch.name());
        for (ReadOnlyEndpoint endpoint : catalog.endpoints().readOnly(branch.id())) {
            open(endpoint, branch);
        }
    }

    /** The same for a read-only endpoint. */
    void open(ReadOnlyEndpoint endpoint, Branch branch) {
        readOnly.put(endpoint.id(), endpoint);
        open(branch, endpoint.id(), endpoint.port(), "Endpoint " + endpoint.id());
    }

    private void open(Branch branch, String ownerId, int port, String name) {
        if (branch.state() != BranchState.READY) {
            return;
        }
        try {
            gateway.listen(port, ownerId);
            if (closed.remove(ownerId) != null) {
                log.info("{} is reached at port {} again", name, port);
            }
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(closed.put(ownerId, why))) {
                log.warn("{} cannot be reached: {}", name, why);
            }
        }
    }

    /**
     * As {@link #open(Branch)}, for a caller to whom it matters.
     *
     * @throws Refusal naming the owner of the port
     */
    void openOrRefuse(Branch branch) {
        open(branch);
        refuseIfClosed(branch.id());
    }

    /** The same for a read-only endpoint. */
    void openOrRefuse(ReadOnlyEndpoint endpoint, Branch branch) {
        open(endpoint, branch);
        refuseIfClosed(endpoint.id());
    }

    private void refuseIfClosed(String ownerId) {
        reason(ownerId)
                .ifPresent(
                        why -> {
                            throw new Refusal(Refusal.Kind.UNAVAILABLE, "PORT_TAKEN", why);
                        });
    }

    /** Ends listening for a branch and its read-only endpoints. */
    public void close(Branch branch) {
        closePort(branch.id(), branch.port());
        readOnly.values().stream()
                .filter(endpoint -> endpoint.branchId().equals(branch.id()))
                .forEach(this::close);
    }

    public void close(ReadOnlyEndpoint endpoint) {
        readOnly.remove(endpoint.id());
        closePort(endpoint.id(), endpoint.port());
    }

    private void closePort(String ownerId, int port) {
        gateway.leave(port);
        closed.remove(ownerId);
    }

    /**
     * Begins to listen at one more port for a branch or a read-only endpoint.
     *
     * @throws IOException naming the owner of the port
     */
    void listen(String ownerId, int port) throws IOException {
        gateway.listen(port, ownerId);
    }

    /** Ends listening at a port that its owner has no longer. */
    void leave(String ownerId, int port) {
        closePort(ownerId, port);
    }

    /** Whether another program has the port of a branch. */
    boolean anyClosed() {
        return !closed.isEmpty();
    }

    /** Begins to listen for all there are where that is not done yet. */
    public void openAll() {
        openRouter();
        catalog.allBranches().forEach(this::open);
    }

    private void openRouter() {
        try {
            gateway.listenAsRouter(routerPort);
            closed.remove(ROUTER_PORT);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(closed.put(ROUTER_PORT, why))) {
                log.warn("Branches cannot be reached by name: {}", why);
            }
        }
    }
}
