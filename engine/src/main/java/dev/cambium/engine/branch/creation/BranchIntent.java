package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.endpoint.EndpointChange;
import dev.cambium.engine.branch.endpoint.SettingsTrial;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.LifeSpan;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchAnnotation;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is written before a branch is made from another one, and taken back if it is not. */
final class BranchIntent {

    private final EngineParts parts;
    private final OperationLog operations;
    private final PortChooser ports;
    private final SettingsTrial trial;

    BranchIntent(EngineParts parts, OperationLog operations, PortChooser ports) {
        this.parts = parts;
        this.operations = operations;
        this.ports = ports;
        this.trial = new SettingsTrial(parts);
    }

    /**
     * The branch as it begins; nothing is written yet. Its port is kept for it until it is {@link
     * #settled}.
     *
     * @param parentId null for a root
     * @throws Refusal if no branch can be as wished
     */
    Branch creating(Project project, @Nullable String parentId, BranchWish wish) {
        Instant now = parts.clock().instant();
        Instant end = LifeSpan.end(wish.expiresAt(), now);
        if (end != null && wish.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_CANNOT_EXPIRE",
                    "A branch that is protected cannot expire. Ask for one of the two.");
        }
        Branch plain =
                Branches.creating(
                        project, wish.name(), parentId, ports::choose, wish.compute(), false, now);
        return Branches.expiring(Branches.guarded(plain, wish.isProtected(), now), end, now);
    }

    /**
     * Takes the branch's name, and gives it the roles of the one it is made from.
     *
     * @throws Refusal if the name is taken, or its Postgres would not start with its settings
     */
    Operation begin(
            Branch creating,
            BranchWish wish,
            Branch source,
            Timeline opening,
            Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put(OperationLog.TIMELINE, opening.id().value());
        NewEndpoints endpoints = endpoints(creating, wish.endpoints());
        try {
            return operations.begin(
                    "create_branch",
                    creating.projectId(),
                    creating.id(),
                    creating.endpointId(),
                    all,
                    change -> {
                        change.put(opening);
                        change.put(creating);
                        putRoles(source, creating, change);
                        endpoints.into(change);
                        if (!wish.words().isEmpty()) {
                            change.put(
                                    new BranchAnnotation(
                                            creating.id(), wish.words(), creating.createdAt()));
                        }
                    });
        } catch (DuplicateNameException e) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXISTS",
                    "There is a branch '%s' already. Choose another name, or delete that branch first."
                            .formatted(creating.name()),
                    e);
        } finally {
            endpoints.readOnly().forEach(one -> ports.giveBack(one.port()));
        }
    }

    /** The branch has its port in the catalog by now, or it is not made and needs none. */
    void settled(Branch creating) {
        ports.giveBack(creating.port());
    }

    /**
     * What is written of a new branch's endpoints.
     *
     * @param settings of its own, and of those others that set something
     */
    private record NewEndpoints(List<EndpointSettings> settings, List<ReadOnlyEndpoint> readOnly) {

        void into(Change change) {
            settings.forEach(change::put);
            readOnly.forEach(change::put);
        }
    }

    private NewEndpoints endpoints(Branch creating, EndpointWishes wishes) {
        Instant now = creating.createdAt();
        List<EndpointSettings> settings = new ArrayList<>();
        Map<String, @Nullable String> names = new LinkedHashMap<>();
        addSettings(settings, creating.projectId(), creating.id(), wishes.own());
        for (EndpointWishes.ReadOnly wish : wishes.readOnly()) {
            String name =
                    wish.name() == null ? null : Names.checked("read-only endpoint", wish.name());
            String id = Ids.endpoint();
            addSettings(settings, creating.projectId(), id, wish.settings());
            names.put(id, name);
        }
        // Ports last: whatever is refused has taken none.
        List<ReadOnlyEndpoint> readOnly = new ArrayList<>();
        names.forEach(
                (id, name) ->
                        readOnly.add(
                                new ReadOnlyEndpoint(
                                        id, creating.id(), name, ports.choose(), now, now)));
        return new NewEndpoints(settings, readOnly);
    }

    private void addSettings(
            List<EndpointSettings> settings,
            String projectId,
            String ownerId,
            EndpointChange wanted) {
        if (!wanted.equals(EndpointChange.NOTHING)) {
            EndpointSettings none = EndpointSettings.none(ownerId, parts.clock().instant());
            settings.add(trial.changed(projectId, none, wanted));
        }
    }

    /** Undoes what was begun, unless it is done, and says why. */
    Refusal givenUp(Operation operation, Branch creating, Timeline opening, Exception failure) {
        Refusal refusal =
                operations.why(
                        operation, Refusal.of(failure, "create branch '" + creating.name() + "'"));
        operations.giveUp(
                operation, opening.id(), refusal, change -> change.removeBranch(creating.id()));
        return refusal;
    }

    /** Passwords of a protected source stay its own. */
    private void putRoles(Branch source, Branch creating, Change change) {
        Instant now = creating.createdAt();
        for (Role role : parts.catalog().rolesOf(source.id())) {
            String password = role.passwordElsewhere(source.isProtected());
            change.put(new Role(creating.id(), role.name(), password, now, now));
        }
    }
}
