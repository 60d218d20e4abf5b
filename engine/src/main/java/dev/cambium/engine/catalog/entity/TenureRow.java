package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code tenure}. */
@Entity
@Table(name = "tenure")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class TenureRow {

    @Id private @Nullable Long id;
    private String branchId;
    private int ordinal;
    private String timelineId;
    private Instant beganAt;
    private @Nullable Instant endedAt;

    public void take(Tenure tenure) {
        branchId = tenure.branchId();
        ordinal = tenure.ordinal();
        timelineId = tenure.timeline().value();
        beganAt = tenure.from();
        endedAt = tenure.to();
    }

    public Tenure toRecord() {
        return new Tenure(branchId, ordinal, new TimelineId(timelineId), beganAt, endedAt);
    }
}
