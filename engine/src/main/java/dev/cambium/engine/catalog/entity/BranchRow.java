package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Deletion;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code branch}. */
@Entity
@Table(name = "branch")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class BranchRow {

    @Id private String id;
    private String projectId;
    private String name;
    private @Nullable String parentId;
    private @Nullable String parentTimeline;
    private @Nullable Long parentLsn;
    private @Nullable Instant parentTime;

    @Column(name = "is_default")
    private boolean defaultBranch;

    @Column(name = "is_protected")
    private boolean protectedBranch;

    @Enumerated(EnumType.STRING)
    private BranchState state;

    private String creationSource;
    private int port;
    private String endpointId;
    private boolean computeWanted;
    private @Nullable String currentTimeline;
    private Instant createdAt;
    private Instant updatedAt;
    private Instant stateChangedAt;
    private @Nullable Instant lastResetAt;
    private @Nullable Instant expiresAt;
    private @Nullable Long ttlSeconds;
    private @Nullable Instant deletedAt;

    @Enumerated(EnumType.STRING)
    private @Nullable DeletionMethod deletionMethod;

    /** Empty while it lives, else its own id, so that its name is free. */
    @SuppressWarnings("UnusedVariable") // only the database reads it
    private String deletedId = "";

    /** Takes all values but the current timeline, which follows the tenures. */
    public void take(Branch branch) {
        ParentPoint point = branch.parentPoint();
        id = branch.id();
        projectId = branch.projectId();
        name = branch.name();
        parentId = branch.parentId();
        parentTimeline = point == null ? null : point.timeline().value();
        parentLsn = point == null ? null : point.lsn().value();
        parentTime = point == null ? null : point.time();
        defaultBranch = branch.isDefault();
        protectedBranch = branch.isProtected();
        state = branch.state();
        creationSource = branch.creationSource();
        port = branch.port();
        endpointId = branch.endpointId();
        computeWanted = branch.computeWanted();
        createdAt = branch.createdAt();
        updatedAt = branch.updatedAt();
        stateChangedAt = branch.stateChangedAt();
        lastResetAt = branch.lastResetAt();
        expiresAt = branch.expiresAt();
        ttlSeconds = branch.ttlSeconds();
        Deletion deletion = branch.deletion();
        deletedAt = deletion == null ? null : deletion.at();
        deletionMethod = deletion == null ? null : deletion.method();
        deletedId = state == BranchState.DELETED ? id : "";
    }

    public void rename(String newName, Instant at) {
        name = newName;
        updatedAt = at;
    }

    public void standOn(@Nullable TimelineId timeline) {
        currentTimeline = Values.column(timeline);
    }

    public String id() {
        return id;
    }

    public String projectId() {
        return projectId;
    }

    public String name() {
        return name;
    }

    public Branch toRecord() {
        return new Branch(
                id,
                projectId,
                name,
                parentId,
                parentPoint(),
                defaultBranch,
                protectedBranch,
                state,
                creationSource,
                port,
                endpointId,
                computeWanted,
                Values.timeline(currentTimeline),
                createdAt,
                updatedAt,
                stateChangedAt,
                lastResetAt,
                expiresAt,
                ttlSeconds,
                deletion());
    }

    private @Nullable Deletion deletion() {
        Instant at = deletedAt;
        DeletionMethod method = deletionMethod;
        return at == null || method == null ? null : new Deletion(at, method);
    }

    private @Nullable ParentPoint parentPoint() {
        String timeline = parentTimeline;
        Long lsn = parentLsn;
        Instant time = parentTime;
        return timeline == null || lsn == null || time == null
                ? null
                : new ParentPoint(new TimelineId(timeline), new Lsn(lsn), time);
    }
}
