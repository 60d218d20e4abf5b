package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.branch.BranchCondition;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.branch.usage.Usage;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How the API shows what the catalog has of a branch. Thread-safe. */
final class Shown {

    private static final Set<String> OF_INITDB = Set.of("postgres", "template1");

    private final BranchService branches;

    Shown(BranchService branches) {
        this.branches = branches;
    }

    /** A project with what it used this month. */
    Project project(dev.cambium.engine.catalog.Project project) {
        return project(project, null);
    }

    /** The same of one that was deleted. */
    Project project(DeletedProject deleted) {
        return project(deleted.project(), deleted.deletedAt());
    }

    private Project project(
            dev.cambium.engine.catalog.Project project, @Nullable Instant deletedAt) {
        EndpointDefaults defaults =
                new EndpointDefaults(
                        branches.endpoints().suspendTimeoutSeconds(project.id()),
                        branches.endpoints().settings(project.id()).pgSettings());
        return Representations.project(project, usedBy(project), defaults, deletedAt);
    }

    private Usage usedBy(dev.cambium.engine.catalog.Project project) {
        Instant now = Instant.now();
        Instant month = Granularity.MONTHLY.floor(now);
        return branches.usage().ofProject(project.id(), month, Granularity.MONTHLY.next(now), now);
    }

    Branch branch(dev.cambium.engine.catalog.Branch branch) {
        return branches(List.of(branch)).getFirst();
    }

    /** Branches with what each used this month. */
    List<Branch> branches(List<dev.cambium.engine.catalog.Branch> some) {
        Instant now = Instant.now();
        Instant month = Granularity.MONTHLY.floor(now);
        Instant next = Granularity.MONTHLY.next(now);
        List<BranchCondition> conditions = branches.conditions(some);
        return IntStream.range(0, some.size())
                .mapToObj(
                        i ->
                                Representations.branch(
                                        some.get(i),
                                        conditions.get(i),
                                        branches.usage()
                                                .ofBranch(some.get(i).id(), month, next, now)))
                .toList();
    }

    /**
     * What a call answers that created a branch.
     *
     * @param compute whether a compute was asked for that can be written to
     * @param notice what to know before it is handed on; null if there is nothing
     */
    Created.BranchReply created(Branched made, boolean compute, @Nullable String notice) {
        return created(made, compute, defaultDatabase(made.branch()), notice);
    }

    /**
     * The same, when the branch was made for the sake of one database.
     *
     * @param database to which the connection string leads
     */
    Created.BranchReply created(
            Branched made, boolean compute, String database, @Nullable String notice) {
        dev.cambium.engine.catalog.Branch branch = made.branch();
        // Its own is there also if nobody asked for it, asleep.
        List<Endpoint> endpoints = endpointsOf(branch).stream().skip(compute ? 0 : 1).toList();
        return new Created.BranchReply(
                branch(branch),
                endpoints,
                operationsOf(branch),
                roles(branch),
                databases(branch),
                endpoints.stream()
                        .limit(1)
                        .map(endpoint -> uri(branch, database).at(endpoint.host()))
                        .toList(),
                MomentTexts.found(made.from()),
                notice);
    }

    /** An endpoint with its settings and what was seen of it. */
    Endpoint endpoint(dev.cambium.engine.catalog.Branch branch) {
        return endpoint(branch, branches.endpoints().settings(branch.id()));
    }

    private Endpoint endpoint(dev.cambium.engine.catalog.Branch branch, EndpointSettings settings) {
        return Representations.endpoint(
                branch,
                branches.endpoints().state(branch),
                settings,
                branches.endpoints().lastActive(branch).orElse(null));
    }

    /** A read-only endpoint. */
    Endpoint endpoint(ReadOnlyEndpoint endpoint) {
        return endpoint(
                branches.readOnlyEndpoints().branchOf(endpoint),
                endpoint,
                branches.endpoints().settings(endpoint.id()));
    }

    private Endpoint endpoint(
            dev.cambium.engine.catalog.Branch branch,
            ReadOnlyEndpoint endpoint,
            EndpointSettings settings) {
        var all = branches.readOnlyEndpoints();
        return Representations.endpoint(
                branch,
                endpoint,
                all.state(endpoint),
                settings,
                all.lastActive(endpoint).orElse(null));
    }

    /** The endpoints of a branch, its own first; none while the branch cannot be used. */
    List<Endpoint> endpointsOf(dev.cambium.engine.catalog.Branch branch) {
        return endpoints(
                List.of(branch),
                branches.endpoints()::settings,
                Map.of(branch.id(), branches.readOnlyEndpoints().of(branch)));
    }

    /** The same of many branches: the catalog is read once. */
    List<Endpoint> endpoints(List<dev.cambium.engine.catalog.Branch> some) {
        return endpoints(
                some, branches.endpoints().allSettings(), branches.readOnlyEndpoints().byBranch());
    }

    private List<Endpoint> endpoints(
            List<dev.cambium.engine.catalog.Branch> some,
            Function<String, EndpointSettings> settings,
            Map<String, List<ReadOnlyEndpoint>> readOnly) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (dev.cambium.engine.catalog.Branch branch : some) {
            if (branch.state() == BranchState.READY) {
                endpoints.add(endpoint(branch, settings.apply(branch.id())));
                readOnly.getOrDefault(branch.id(), List.of())
                        .forEach(
                                one ->
                                        endpoints.add(
                                                endpoint(branch, one, settings.apply(one.id()))));
            }
        }
        return endpoints;
    }

    List<Database> databases(dev.cambium.engine.catalog.Branch branch) {
        return branches.contents().databases(branch).stream()
                .map(Representations::database)
                .toList();
    }

    /** Without their passwords. */
    List<Role> roles(dev.cambium.engine.catalog.Branch branch) {
        return branches.contents().roles(branch).stream()
                .map(role -> Representations.role(branch.id(), role, false))
                .toList();
    }

    /** The operations that the verb just done consists of. */
    List<Operation> operationsOf(dev.cambium.engine.catalog.Branch branch) {
        return branches.operations(branch).stream().map(Representations::operation).toList();
    }

    List<ConnectionUri> uris(dev.cambium.engine.catalog.Branch branch) {
        return List.of(uri(branch, defaultDatabase(branch)));
    }

    /** With the project's default role. */
    ConnectionUri uri(dev.cambium.engine.catalog.Branch branch, String database) {
        return Representations.connection(branch, database, role(branch, null));
    }

    String defaultDatabase(dev.cambium.engine.catalog.Branch branch) {
        List<String> names =
                branches.contents().databases(branch).stream()
                        .map(database -> database.name())
                        .toList();
        String preferred = branches.project(branch.projectId()).defaultDatabase();
        if (preferred != null && (names.isEmpty() || names.contains(preferred))) {
            return preferred;
        }
        return names.isEmpty() ? "postgres" : names.getFirst();
    }

    /**
     * The name of a database of a branch.
     *
     * @throws EngineException 404 if it has none of that name
     */
    String checkedDatabase(dev.cambium.engine.catalog.Branch branch, String name) {
        List<String> names =
                branches.contents().databases(branch).stream()
                        .map(database -> database.name())
                        .toList();
        // Nobody has looked yet when none is known; those of initdb are on no list.
        if (names.isEmpty() || names.contains(name) || OF_INITDB.contains(name)) {
            return name;
        }
        throw new EngineException(
                404,
                "DATABASE_NOT_FOUND",
                "There is no database '%s' on this branch. It has %s."
                        .formatted(name, String.join(", ", names)));
    }

    /** A role to log in as; null for the project's own. */
    dev.cambium.engine.catalog.Role role(
            dev.cambium.engine.catalog.Branch branch, @Nullable String name) {
        String wanted = name == null ? branches.project(branch.projectId()).roleName() : name;
        dev.cambium.engine.catalog.Role found =
                branches.contents().roles(branch).stream()
                        .filter(role -> role.name().equals(wanted))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "ROLE_NOT_FOUND",
                                                "There is no role '%s' on this branch."
                                                        .formatted(wanted)));
        if (!found.canLogIn()) {
            throw new EngineException(
                    409,
                    "ROLE_CANNOT_LOG_IN",
                    "Role '%s' was made without a login. Name another one.".formatted(wanted));
        }
        return found;
    }
}
