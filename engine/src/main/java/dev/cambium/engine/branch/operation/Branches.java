package dev.cambium.engine.branch.operation;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Deletion;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/** The steps of a branch's life, as new versions of its record. */
public final class Branches {

    private Branches() {}

    /**
     * One whose name and port are taken and that has no content yet.
     *
     * @param name null makes one of its id
     * @param parentId null for a root
     * @param port asked for once the name is found good
     */
    public static Branch creating(
            Project project,
            @Nullable String name,
            @Nullable String parentId,
            IntSupplier port,
            boolean compute,
            boolean isDefault,
            Instant now) {
        String id = Ids.branch();
        return new Branch(
                id,
                project.id(),
                name == null ? id.substring("br-".length()) : Names.checked("branch", name),
                parentId,
                null,
                isDefault,
                false,
                BranchState.CREATING,
                "console",
                port.getAsInt(),
                Ids.endpoint(),
                compute,
                null,
                now,
                now,
                now,
                null,
                null);
    }

    /** Its first timeline is open. */
    public static Branch ready(Branch creating, @Nullable ParentPoint parentPoint, Instant now) {
        Edit edit = new Edit(creating);
        edit.parentPoint = parentPoint;
        edit.state = BranchState.READY;
        return edit.done(now);
    }

    /** It has its parent's content of now; its time to live begins anew. */
    public static Branch reset(Branch branch, Point point, Instant now) {
        Edit edit = new Edit(branch);
        edit.parentPoint = new ParentPoint(point.timeline(), point.lsn(), now);
        edit.lastResetAt = now;
        edit.liveAnew(now);
        return edit.done(now);
    }

    /** It has content of another moment; what it is a child of stays. */
    public static Branch restored(Branch branch, @Nullable ParentPoint parentPoint, Instant now) {
        Edit edit = new Edit(branch);
        edit.parentPoint = parentPoint;
        edit.lastResetAt = now;
        edit.liveAnew(now);
        return edit.done(now);
    }

    /** It has no parent any more. */
    public static Branch freed(Branch branch, Instant now) {
        Edit edit = new Edit(branch);
        edit.parentId = null;
        edit.parentPoint = null;
        return edit.done(now);
    }

    /** It has other content, but the same place in the tree. */
    public static Branch touched(Branch branch, Instant now) {
        return new Edit(branch).done(now);
    }

    public static Branch deleting(Branch branch, Instant now) {
        Edit edit = new Edit(branch);
        edit.state = BranchState.DELETING;
        edit.computeWanted = false;
        return edit.done(now);
    }

    /** It is in the trash, and nobody's default. */
    public static Branch deleted(Branch branch, DeletionMethod method, Instant now) {
        Edit edit = new Edit(branch);
        edit.state = BranchState.DELETED;
        edit.computeWanted = false;
        edit.deletion = new Deletion(now, method);
        return edit.done(now);
    }

    public static Branch wanting(Branch branch, boolean compute, Instant now) {
        Edit edit = new Edit(branch);
        edit.computeWanted = compute;
        return edit.done(now);
    }

    /** It is back from the trash, asleep, and lives for good. */
    public static Branch recovered(Branch deleted, String name, Instant now) {
        Edit edit = new Edit(deleted);
        edit.name = name;
        edit.state = BranchState.READY;
        edit.deletion = null;
        edit.live(null, null);
        return edit.done(now);
    }

    public static Branch renamed(Branch branch, String name, Instant now) {
        Edit edit = new Edit(branch);
        edit.name = name;
        return edit.done(now);
    }

    public static Branch guarded(Branch branch, boolean isProtected, Instant now) {
        Edit edit = new Edit(branch);
        edit.isProtected = isProtected;
        return edit.done(now);
    }

    public static Branch asDefault(Branch branch, boolean isDefault, Instant now) {
        Edit edit = new Edit(branch);
        edit.isDefault = isDefault;
        return edit.done(now);
    }

    /**
     * @param at null lets it live for good
     */
    public static Branch expiring(Branch branch, @Nullable Instant at, Instant now) {
        Edit edit = new Edit(branch);
        edit.live(at, at == null ? null : Duration.between(now, at).toSeconds());
        return edit.done(now);
    }

    /** It is a child of another branch; where its content left its origin stays. */
    public static Branch childOf(Branch branch, @Nullable String parentId, Instant now) {
        Edit edit = new Edit(branch);
        edit.parentId = parentId;
        return edit.done(now);
    }

    /** It is as it was before a verb. */
    public static Branch undone(Branch branch, UndoStep.Before before, Instant now) {
        Edit edit = new Edit(branch);
        edit.name = before.name();
        edit.parentId = before.parentId();
        edit.parentPoint = before.parentPoint();
        edit.isDefault = before.isDefault();
        edit.isProtected = before.isProtected();
        edit.state = BranchState.READY;
        edit.deletion = null;
        edit.lastResetAt = before.lastResetAt();
        edit.live(before.expiresAt(), before.ttlSeconds());
        return edit.done(now);
    }

    /** It is reached at another port. */
    public static Branch at(Branch branch, int port, Instant now) {
        Edit edit = new Edit(branch);
        edit.port = port;
        return edit.done(now);
    }

    /**
     * Another branch on the content that one is about to leave; it sleeps until it is asked for.
     */
    public static Branch backup(
            Branch branch, String id, String endpointId, String name, int port, Instant now) {
        return new Branch(
                id,
                branch.projectId(),
                name,
                branch.parentId(),
                branch.parentPoint(),
                false,
                false,
                BranchState.READY,
                "console",
                port,
                endpointId,
                false,
                null,
                now,
                now,
                now,
                branch.lastResetAt(),
                null);
    }

    /** How it is now, to be put back by an undo. */
    public static UndoStep.Before before(Branch branch, @Nullable TimelineId left) {
        return new UndoStep.Before(
                branch.id(),
                branch.name(),
                branch.parentId(),
                branch.parentPoint(),
                branch.isDefault(),
                branch.isProtected(),
                Lookup.timelineOf(branch),
                left,
                branch.lastResetAt(),
                branch.expiresAt(),
                branch.ttlSeconds());
    }

    /** A record being changed. */
    private static final class Edit {

        private final Branch branch;
        private String name;
        private @Nullable String parentId;
        private @Nullable ParentPoint parentPoint;
        private boolean isDefault;
        private boolean isProtected;
        private int port;
        private BranchState state;
        private boolean computeWanted;
        private @Nullable Instant lastResetAt;
        private @Nullable Instant expiresAt;
        private @Nullable Long ttlSeconds;
        private @Nullable Deletion deletion;

        Edit(Branch branch) {
            this.branch = branch;
            name = branch.name();
            parentId = branch.parentId();
            parentPoint = branch.parentPoint();
            isDefault = branch.isDefault();
            isProtected = branch.isProtected();
            port = branch.port();
            state = branch.state();
            computeWanted = branch.computeWanted();
            lastResetAt = branch.lastResetAt();
            expiresAt = branch.expiresAt();
            ttlSeconds = branch.ttlSeconds();
            deletion = branch.deletion();
        }

        void live(@Nullable Instant until, @Nullable Long ttl) {
            expiresAt = until;
            ttlSeconds = ttl;
        }

        void liveAnew(Instant now) {
            Long ttl = ttlSeconds;
            live(ttl == null ? null : now.plusSeconds(ttl), ttl);
        }

        Branch done(Instant now) {
            return new Branch(
                    branch.id(),
                    branch.projectId(),
                    name,
                    parentId,
                    parentPoint,
                    isDefault,
                    isProtected,
                    state,
                    branch.creationSource(),
                    port,
                    branch.endpointId(),
                    computeWanted,
                    branch.currentTimeline(),
                    branch.createdAt(),
                    now,
                    state == branch.state() ? branch.stateChangedAt() : now,
                    lastResetAt,
                    expiresAt,
                    ttlSeconds,
                    deletion);
        }
    }
}
