package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.UndoStep.Before;
import dev.cambium.engine.catalog.UndoStep.Made;
import dev.cambium.engine.catalog.UndoStep.Touched;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A row of {@code undo_branch}. */
@Entity
@Table(name = "undo_branch")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class UndoBranchRow {

    @Id private long id;
    private UUID stepId;
    private String branchId;
    private boolean made;
    private @Nullable String name;
    private @Nullable String parentId;
    private @Nullable String parentTimeline;
    private @Nullable Long parentLsn;
    private @Nullable Instant parentTime;

    @Column(name = "is_default")
    private boolean defaultBranch;

    @Column(name = "is_protected")
    private boolean protectedBranch;

    private @Nullable String timelineId;
    private @Nullable String leftTimeline;
    private @Nullable Instant lastResetAt;
    private @Nullable Instant expiresAt;
    private @Nullable Long ttlSeconds;

    public void take(UUID step, Touched branch) {
        stepId = step;
        branchId = branch.branchId();
        leftTimeline = Values.column(branch.left());
        switch (branch) {
            case Made _ -> made = true;
            case Before before -> {
                ParentPoint point = before.parentPoint();
                name = before.name();
                parentId = before.parentId();
                parentTimeline = point == null ? null : point.timeline().value();
                parentLsn = point == null ? null : point.lsn().value();
                parentTime = point == null ? null : point.time();
                defaultBranch = before.isDefault();
                protectedBranch = before.isProtected();
                timelineId = before.timeline().value();
                lastResetAt = before.lastResetAt();
                expiresAt = before.expiresAt();
                ttlSeconds = before.ttlSeconds();
            }
        }
    }

    public UUID stepId() {
        return stepId;
    }

    public Touched toRecord() {
        TimelineId left = Values.timeline(leftTimeline);
        if (made) {
            return new Made(branchId, Objects.requireNonNull(left));
        }
        return new Before(
                branchId,
                Objects.requireNonNull(name),
                parentId,
                parentPoint(),
                defaultBranch,
                protectedBranch,
                new TimelineId(Objects.requireNonNull(timelineId)),
                left,
                lastResetAt,
                expiresAt,
                ttlSeconds);
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
