package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.travel.Travel;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.CatalogException;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.gateway.ConnectionRequest;
import dev.cambium.engine.gateway.Destination;
import dev.cambium.engine.gateway.Destinations;
import dev.cambium.engine.gateway.RefusedConnectionException;
import dev.cambium.engine.gateway.SqlState;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Takes clients to the computes of branches, which are started for them, and to those of past
 * moments. Thread-safe.
 */
public final class BranchDestinations implements Destinations {

    /** Where clients go that ask for a moment of a branch. */
    interface Travel {
        Destination open(Branch branch, ConnectionRequest request)
                throws RefusedConnectionException;
    }

    /** What Neon appends to an endpoint's id for its pool, which there is none of here. */
    private static final String POOLER = "-pooler";

    private static final Logger log = LoggerFactory.getLogger(BranchDestinations.class);

    private final Catalog catalog;
    private final Computes computes;
    private final Standbys standbys;
    private final Travel travel;

    public BranchDestinations(
            Catalog catalog, Computes computes, Standbys standbys, Travel travel) {
        this.catalog = catalog;
        this.computes = computes;
        this.standbys = standbys;
        this.travel = travel;
    }

    @Override
    public Destination open(ConnectionRequest request) throws RefusedConnectionException {
        try {
            ReadOnlyEndpoint endpoint = readOnly(request);
            if (endpoint != null) {
                return visit(endpoint);
            }
            Branch branch = branch(request);
            if (request.lsn().isPresent() || request.timestamp().isPresent()) {
                return travel.open(branch, request);
            }
            return visit(branch);
        } catch (Refusal refusal) {
            throw new RefusedConnectionException(
                    refusal.kind() == Refusal.Kind.NOT_FOUND
                            ? SqlState.INVALID_CATALOG_NAME
                            : SqlState.CANNOT_CONNECT_NOW,
                    String.valueOf(refusal.getMessage()),
                    refusal);
        } catch (CatalogException e) {
            throw new RefusedConnectionException(
                    SqlState.CANNOT_CONNECT_NOW, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Starts the compute of a branch; whoever asks for it later hears why, if it does not start.
     */
    @Override
    public void expect(String ownerId) {
        try {
            catalog.branch(ownerId)
                    .filter(branch -> branch.state() == BranchState.READY)
                    .filter(branch -> computes.state(branch.id()) == ComputeState.ASLEEP)
                    .filter(branch -> !computes.isExchanged(branch.id()))
                    .ifPresent(computes::start);
        } catch (Refusal | CatalogException e) {
            log.debug("A branch was not started ahead: {}", e.getMessage());
        }
    }

    private Destination visit(Branch branch) {
        return destination(
                computes.enter(branch).socketAddress(), () -> computes.leave(branch.id()));
    }

    private Destination visit(ReadOnlyEndpoint endpoint) {
        return destination(
                standbys.enter(endpoint).socketAddress(), () -> standbys.leave(endpoint.id()));
    }

    private static Destination destination(InetSocketAddress address, Runnable leave) {
        AtomicBoolean left = new AtomicBoolean();
        return new Destination() {
            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public void close() {
                if (left.compareAndSet(false, true)) {
                    leave.run();
                }
            }
        };
    }

    /** The read-only endpoint whose port it is, or that is named on the router's port. */
    private @Nullable ReadOnlyEndpoint readOnly(ConnectionRequest request)
            throws RefusedConnectionException {
        String named = request.endpoint().orElse(null);
        String own = request.ownerId();
        ReadOnlyEndpoint ofPort = own == null ? null : readOnly(own);
        if (ofPort == null) {
            return own == null && named != null ? readOnly(named) : null;
        }
        if (named != null && !withoutPooler(named).equals(ofPort.id())) {
            throw otherThanPort(named);
        }
        return ofPort;
    }

    private @Nullable ReadOnlyEndpoint readOnly(String id) {
        return catalog.endpoints().readOnlyById(withoutPooler(id)).orElse(null);
    }

    private static RefusedConnectionException otherThanPort(String endpoint) {
        return new RefusedConnectionException(
                SqlState.INVALID_PARAMETER_VALUE,
                "options=endpoint=%s names another endpoint than this port".formatted(endpoint));
    }

    private Branch branch(ConnectionRequest request) throws RefusedConnectionException {
        Optional<Branch> byEndpoint = request.endpoint().flatMap(this::byId);
        if (request.endpoint().isPresent() && byEndpoint.isEmpty()) {
            throw unknown("there is no endpoint '%s'".formatted(text(request.endpoint().get())));
        }
        String own = request.ownerId();
        if (own != null) {
            if (byEndpoint.isPresent() && !byEndpoint.get().id().equals(own)) {
                throw otherThanPort(byEndpoint.get().endpointId());
            }
            return ready(catalog.branch(own).orElseThrow(() -> gone(own)));
        }
        String name = request.branchName();
        if (name != null) {
            return ready(named(text(name)));
        }
        if (byEndpoint.isPresent()) {
            return ready(byEndpoint.get());
        }
        return ready(
                byServerName(request.serverName())
                        .orElseThrow(
                                () ->
                                        unknown(
                                                "which branch? Write the database as dbname@branch,"
                                                        + " or add options=endpoint=<endpoint id>")));
    }

    private static Branch ready(Branch branch) {
        if (branch.state() != BranchState.READY) {
            throw Holds.busy(branch.name());
        }
        return branch;
    }

    private Optional<Branch> byId(String id) {
        String plain = withoutPooler(id);
        return catalog.branchByEndpoint(plain).or(() -> catalog.branch(plain));
    }

    private static String withoutPooler(String id) {
        return id.endsWith(POOLER) ? id.substring(0, id.length() - POOLER.length()) : id;
    }

    /** The first label of a host name such as {@code ep-calm-alder-1a2b3c4d.localhost}. */
    private Optional<Branch> byServerName(@Nullable String serverName) {
        int dot = serverName == null ? -1 : serverName.indexOf('.');
        return serverName == null || dot < 0
                ? Optional.empty()
                : byId(serverName.substring(0, dot));
    }

    /** By a branch's name, {@code project/branch}, or an id. */
    private Branch named(String name) throws RefusedConnectionException {
        List<Branch> found =
                catalog.projects().stream()
                        .flatMap(project -> catalog.branchByName(project.id(), name).stream())
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw unknown(
                    "several projects have a branch '%s': write the database as %s"
                            .formatted(
                                    name,
                                    found.stream()
                                            .map(
                                                    branch ->
                                                            "dbname@"
                                                                    + projectName(branch)
                                                                    + "/"
                                                                    + name)
                                            .collect(Collectors.joining(" or "))));
        }
        int slash = name.indexOf('/');
        return (slash < 0 ? Optional.<Branch>empty() : inProject(name, slash))
                .or(() -> byId(name))
                .orElseThrow(() -> unknown("there is no branch '%s'".formatted(name)));
    }

    private Optional<Branch> inProject(String name, int slash) {
        String project = name.substring(0, slash);
        return catalog.projectByName(project)
                .or(() -> catalog.project(project))
                .flatMap(found -> catalog.branchByName(found.id(), name.substring(slash + 1)));
    }

    private String projectName(Branch branch) {
        return catalog.project(branch.projectId()).map(Project::name).orElse(branch.projectId());
    }

    /** Packets are read byte by byte; names are UTF-8. */
    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static RefusedConnectionException gone(String branchId) {
        return unknown("branch %s was deleted".formatted(branchId));
    }

    private static RefusedConnectionException unknown(String message) {
        return new RefusedConnectionException(SqlState.INVALID_CATALOG_NAME, message);
    }
}
