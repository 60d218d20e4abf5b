package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code timeline}. */
@Entity
@Table(name = "timeline")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class TimelineRow {

    @Id private String id;
    private String projectId;
    private int pgMajor;

    @Enumerated(EnumType.STRING)
    private TimelineState state;

    private @Nullable String parentId;
    private @Nullable Long parentLsn;
    private @Nullable Long expectedEnd;
    private Instant createdAt;
    private @Nullable Instant trashedAt;
    private @Nullable Instant keepUntil;
    private boolean rolesDue;

    public void take(Timeline timeline) {
        id = timeline.id().value();
        projectId = timeline.projectId();
        pgMajor = timeline.pgMajor();
        state = timeline.state();
        parentId = Values.column(timeline.parent());
        parentLsn = Values.column(timeline.parentLsn());
        expectedEnd = Values.column(timeline.expectedEnd());
        createdAt = timeline.createdAt();
        trashedAt = timeline.trashedAt();
        keepUntil = timeline.keepUntil();
        rolesDue = timeline.rolesDue();
    }

    public Timeline toRecord() {
        return new Timeline(
                new TimelineId(id),
                projectId,
                pgMajor,
                state,
                Values.timeline(parentId),
                Values.lsn(parentLsn),
                Values.lsn(expectedEnd),
                createdAt,
                trashedAt,
                keepUntil,
                rolesDue);
    }
}
