package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Creates a branch with the content its parent has now, or had at another moment.
 *
 * <p>Steps: moment found → intent (branch CREATING, timeline OPENING) → timeline opened → outcome
 * (branch READY on it) → compute. A kill before the outcome undoes it all at the next start; one
 * behind it leaves a whole branch whose compute sleeps.
 */
public final class CreateBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Moments moments;
    private final Forking forking;
    private final PortChooser ports;
    private final BranchNews news;

    public CreateBranch(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Moments moments,
            Forking forking,
            PortChooser ports,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.moments = moments;
        this.forking = forking;
        this.ports = ports;
        this.news = news;
    }

    /**
     * Returns when the branch exists durably; its compute is not started here.
     *
     * @param name null lets the engine find one
     * @param moment of the parent
     * @param compute whether its compute is to run
     */
    public Branched run(
            Project project, Branch parent, Moment moment, @Nullable String name, boolean compute) {
        String id = Ids.branch();
        String checkedName =
                name == null ? id.substring("br-".length()) : Names.checked("branch", name);
        Instant now = parts.clock().instant();
        Branch creating =
                new Branch(
                        id,
                        project.id(),
                        checkedName,
                        parent.id(),
                        null,
                        false,
                        false,
                        BranchState.CREATING,
                        "console",
                        ports.choose(parts.catalog().usedPorts()),
                        Ids.endpoint(),
                        compute,
                        null,
                        now,
                        now,
                        now,
                        null,
                        null);
        try (BranchLocks.Hold parentHeld = locks.fork(parent.id(), parent.name());
                BranchLocks.Hold held = locks.change(id, checkedName, "created");
                Found found = moments.find(parent, moment)) {
            Timeline opening = Timelines.opening(Ids.timeline(), project, now);
            return new Branched(create(creating, found, opening), found.told());
        } catch (IOException e) {
            throw Refusal.of(e, "create branch '" + checkedName + "'");
        }
    }

    private Branch create(Branch creating, Found found, Timeline opening) {
        Branch parent = found.branch();
        Operation operation = begin(creating, parent, opening);
        try (Opened opened = forking.fork(found.lease(), opening.id())) {
            Point point = opened.point();
            Instant now = parts.clock().instant();
            ParentPoint left = new ParentPoint(point.timeline(), point.lsn(), found.time());
            operations.finish(
                    operation,
                    change -> {
                        change.put(Timelines.openedAt(opening, point));
                        opened.note(change, opening.id());
                        change.put(Branches.ready(creating, left, now));
                        change.appendTenure(creating.id(), opening.id(), now);
                        parts.catalog()
                                .databases(parent.id())
                                .forEach(
                                        known ->
                                                change.put(
                                                        BranchNews.copied(known, creating.id())));
                    });
        } catch (IOException | RuntimeException e) {
            Refusal refusal = Refusal.of(e, "create branch '" + creating.name() + "'");
            if (operations.isOpen(operation)) {
                undo(operation, creating, opening, refusal);
            }
            throw refusal;
        }
        news.tell(
                creating,
                BranchEventKind.CREATED,
                "%s was created from %s".formatted(creating.name(), found.told().source()));
        return parts.catalog().branch(creating.id()).orElseThrow();
    }

    private Operation begin(Branch creating, Branch parent, Timeline opening) {
        try {
            return operations.begin(
                    "create_branch",
                    creating.projectId(),
                    creating.id(),
                    creating.endpointId(),
                    Map.of(OperationLog.TIMELINE, opening.id().value()),
                    change -> {
                        change.put(opening);
                        change.put(creating);
                        rolesFrom(parts.catalog(), parent, creating, change);
                    });
        } catch (DuplicateNameException e) {
            throw nameTaken(creating, e);
        }
    }

    static Refusal nameTaken(Branch creating, DuplicateNameException e) {
        return new Refusal(
                Kind.CONFLICT,
                "BRANCH_EXISTS",
                "There is a branch '%s' already. Choose another name, or delete that branch first."
                        .formatted(creating.name()),
                e);
    }

    /** Passwords of a protected parent stay its own. */
    static void rolesFrom(Catalog catalog, Branch parent, Branch creating, Change change) {
        for (Role role : catalog.rolesOf(parent.id())) {
            String password = parent.isProtected() ? Ids.password() : role.password();
            change.put(
                    new Role(
                            creating.id(),
                            role.name(),
                            password,
                            creating.createdAt(),
                            creating.createdAt()));
        }
    }

    private void undo(Operation operation, Branch creating, Timeline opening, Refusal refusal) {
        Cleanup.attempt(() -> parts.opening().discard(opening.id()));
        Cleanup.attempt(
                () ->
                        operations.fail(
                                operation,
                                String.valueOf(refusal.getMessage()),
                                change -> {
                                    change.removeBranch(creating.id());
                                    change.removeTimeline(opening.id());
                                }));
    }
}
