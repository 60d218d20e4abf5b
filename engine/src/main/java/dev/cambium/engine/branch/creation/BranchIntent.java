package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.LifeSpan;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchAnnotation;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is written before a branch is made from another one, and taken back if it is not. */
final class BranchIntent {

    private final EngineParts parts;
    private final OperationLog operations;
    private final PortChooser ports;

    BranchIntent(EngineParts parts, OperationLog operations, PortChooser ports) {
        this.parts = parts;
        this.operations = operations;
        this.ports = ports;
    }

    /**
     * The branch as it begins; nothing is written yet.
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
                        project,
                        wish.name(),
                        parentId,
                        ports.choose(parts.catalog().usedPorts()),
                        wish.compute(),
                        false,
                        now);
        return Branches.expiring(Branches.guarded(plain, wish.isProtected(), now), end, now);
    }

    /**
     * Takes the branch's name, and gives it the roles of the one it is made from.
     *
     * @param words to be kept with it
     */
    Operation begin(
            Branch creating,
            Map<String, String> words,
            Branch source,
            Timeline opening,
            Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put(OperationLog.TIMELINE, opening.id().value());
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
                        if (!words.isEmpty()) {
                            change.put(
                                    new BranchAnnotation(
                                            creating.id(), words, creating.createdAt()));
                        }
                    });
        } catch (DuplicateNameException e) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXISTS",
                    "There is a branch '%s' already. Choose another name, or delete that branch first."
                            .formatted(creating.name()),
                    e);
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
            String password = source.isProtected() ? Ids.password() : role.password();
            change.put(new Role(creating.id(), role.name(), password, now, now));
        }
    }
}
