package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.gateway.Gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports of the branches: each is listened on for the branch's whole life. A port that another
 * program has is taken as soon as that has ended. Thread-safe.
 */
final class Doors {

    private static final Logger log = LoggerFactory.getLogger(Doors.class);

    /** Under which the catalog keeps the router's port. */
    private static final String ROUTER_PORT = "router-port";

    private final Gateway gateway;
    private final Map<String, String> closed = new ConcurrentHashMap<>();
    private final int routerPort;

    /** Chooses the router's port, once for the life of a home. */
    Doors(Gateway gateway, Catalog catalog, PortChooser ports) {
        this.gateway = gateway;
        this.routerPort =
                catalog.engineSetting(ROUTER_PORT)
                        .map(Integer::parseInt)
                        .orElseGet(() -> newRouterPort(catalog, ports));
        ports.keep(routerPort);
    }

    private static int newRouterPort(Catalog catalog, PortChooser ports) {
        int port = ports.choose(catalog.usedPorts());
        catalog.commit(change -> change.putEngineSetting(ROUTER_PORT, Integer.toString(port)));
        return port;
    }

    int routerPort() {
        return routerPort;
    }

    /** Why a branch cannot be reached at its port; empty when it can. */
    Optional<String> reason(String branchId) {
        return Optional.ofNullable(closed.get(branchId));
    }

    /** Begins to listen for a branch; what stands against it becomes its {@link #reason}. */
    void open(Branch branch) {
        if (branch.state() != BranchState.READY) {
            return;
        }
        try {
            gateway.listen(branch.port(), branch.id());
            if (closed.remove(branch.id()) != null) {
                log.info("Branch {} is reached at port {} again", branch.name(), branch.port());
            }
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(closed.put(branch.id(), why))) {
                log.warn("Branch {} cannot be reached: {}", branch.name(), why);
            }
        }
    }

    /**
     * As {@link #open}, for a caller to whom it matters.
     *
     * @throws Refusal naming the owner of the port
     */
    void openOrRefuse(Branch branch) {
        open(branch);
        reason(branch.id())
                .ifPresent(
                        why -> {
                            throw new Refusal(Refusal.Kind.UNAVAILABLE, "PORT_TAKEN", why);
                        });
    }

    void close(Branch branch) {
        gateway.leave(branch.port());
        closed.remove(branch.id());
    }

    /** Whether another program has the port of a branch. */
    boolean anyClosed() {
        return !closed.isEmpty();
    }

    /** Begins to listen where that is not done yet. */
    void openAll(List<Branch> branches) {
        openRouter();
        for (Branch branch : branches) {
            if (!gateway.listensOn(branch.port())) {
                open(branch);
            }
        }
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
