package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.UsageHour;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code usage_hour}. */
@Entity
@Table(name = "usage_hour")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class UsageHourRow {

    @Id private String id;
    private String projectId;
    private String branchId;
    private Instant beganAt;
    private boolean root;
    private long activeMillis;
    private long cpuMillis;
    private long writtenBytes;
    private long logicalBytes;
    private long storedBytes;
    private long historyBytes;

    /** There is one row per branch and hour. */
    public static String id(String branchId, Instant hour) {
        return branchId + "@" + hour;
    }

    public void take(UsageHour hour) {
        id = id(hour.branchId(), hour.hour());
        projectId = hour.projectId();
        branchId = hour.branchId();
        beganAt = hour.hour();
        root = hour.root();
        activeMillis = hour.activeMillis();
        cpuMillis = hour.cpuMillis();
        writtenBytes = hour.writtenBytes();
        logicalBytes = hour.logicalBytes();
        storedBytes = hour.storedBytes();
        historyBytes = hour.historyBytes();
    }

    public UsageHour toRecord() {
        return new UsageHour(
                projectId,
                branchId,
                beganAt,
                root,
                activeMillis,
                cpuMillis,
                writtenBytes,
                logicalBytes,
                storedBytes,
                historyBytes);
    }
}
