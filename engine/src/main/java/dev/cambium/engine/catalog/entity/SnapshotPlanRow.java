package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code snapshot_plan}. */
@Entity
@Table(name = "snapshot_plan")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class SnapshotPlanRow {

    @Id private long id;
    private String branchId;
    private int ordinal;

    @Enumerated(EnumType.STRING)
    private Frequency frequency;

    private @Nullable Integer hourOfDay;
    private @Nullable Integer dayOf;
    private @Nullable Integer monthOfYear;
    private @Nullable Long retentionSeconds;
    private Instant nextRun;

    public void take(SnapshotPlan plan) {
        branchId = plan.branchId();
        ordinal = plan.ordinal();
        frequency = plan.frequency();
        hourOfDay = plan.hour();
        dayOf = plan.day();
        monthOfYear = plan.month();
        retentionSeconds = plan.retentionSeconds();
        nextRun = plan.nextRun();
    }

    public SnapshotPlan toRecord() {
        return new SnapshotPlan(
                branchId,
                ordinal,
                frequency,
                hourOfDay,
                dayOf,
                monthOfYear,
                retentionSeconds,
                nextRun);
    }
}
