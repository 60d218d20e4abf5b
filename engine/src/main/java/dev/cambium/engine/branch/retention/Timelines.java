package dev.cambium.engine.branch.retention;

import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The steps of a timeline's life, as new versions of its record. */
public final class Timelines {

    private Timelines() {}

    /** One whose name is taken and whose files are about to be made. */
    public static Timeline opening(TimelineId id, Project project, Instant now) {
        return new Timeline(
                id,
                project.id(),
                project.pgMajor(),
                TimelineState.OPENING,
                null,
                null,
                null,
                now,
                null,
                null);
    }

    /** A copy of a moment, from before its files are made until they are gone. */
    public static Timeline passing(TimelineId id, Project project, Point from, Instant now) {
        return new Timeline(
                id,
                project.id(),
                project.pgMajor(),
                TimelineState.PASSING,
                from.timeline(),
                from.lsn(),
                from.lsn(),
                now,
                null,
                null);
    }

    /** One that was opened at a point and has not started yet. */
    public static Timeline openedAt(Timeline opening, Point point) {
        return new Timeline(
                opening.id(),
                opening.projectId(),
                opening.pgMajor(),
                TimelineState.LIVE,
                point.timeline(),
                point.lsn(),
                point.lsn(),
                opening.createdAt(),
                null,
                null);
    }

    /** One that was made without a parent and is at rest. */
    public static Timeline rooted(Timeline opening) {
        return with(opening, TimelineState.LIVE, null, null, null, true);
    }

    /** One that a snapshot opens from: it left a branch's timeline at a point. */
    public static Timeline ofSnapshot(Timeline opening, Point source) {
        return new Timeline(
                opening.id(),
                opening.projectId(),
                opening.pgMajor(),
                TimelineState.SNAPSHOT,
                source.timeline(),
                source.lsn(),
                null,
                opening.createdAt(),
                null,
                null);
    }

    /** One that nobody shall get back: the trash deletes it as soon as nobody opens it. */
    public static Timeline spent(Timeline timeline, Instant now) {
        return with(
                timeline, TimelineState.TRASHED, timeline.expectedEnd(), now, Instant.EPOCH, false);
    }

    /**
     * One whose first start was seen to begin where it had to, and that lacks its branch's roles.
     */
    public static Timeline started(Timeline live) {
        return with(live, live.state(), null, live.trashedAt(), live.keepUntil(), true);
    }

    /** One whose first start was seen to begin where it had to, and that has its branch's roles. */
    public static Timeline proven(Timeline live) {
        return with(live, live.state(), null, live.trashedAt(), live.keepUntil(), false);
    }

    /** One that no branch uses any more, kept for a while. */
    public static Timeline trashed(Timeline live, Instant now) {
        return with(
                live,
                TimelineState.TRASHED,
                live.expectedEnd(),
                now,
                now.plus(Trash.KEPT),
                live.rolesDue());
    }

    /** One that a branch stands on again: its passwords may have changed meanwhile. */
    public static Timeline revived(Timeline kept) {
        return with(kept, TimelineState.LIVE, kept.expectedEnd(), null, null, true);
    }

    private static Timeline with(
            Timeline timeline,
            TimelineState state,
            @Nullable Lsn expectedEnd,
            @Nullable Instant trashedAt,
            @Nullable Instant keepUntil,
            boolean rolesDue) {
        return new Timeline(
                timeline.id(),
                timeline.projectId(),
                timeline.pgMajor(),
                state,
                timeline.parent(),
                timeline.parentLsn(),
                expectedEnd,
                timeline.createdAt(),
                trashedAt,
                keepUntil,
                rolesDue);
    }
}
