package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code usage_mark}. */
@Entity
@Table(name = "usage_mark")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class UsageMarkRow {

    @Id private String timelineId;
    private long lsn;

    public void take(TimelineId timeline, Lsn upTo) {
        timelineId = timeline.value();
        lsn = upTo.value();
    }

    public TimelineId timeline() {
        return new TimelineId(timelineId);
    }

    public Lsn lsn() {
        return new Lsn(lsn);
    }
}
