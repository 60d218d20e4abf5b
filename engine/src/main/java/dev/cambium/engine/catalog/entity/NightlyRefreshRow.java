package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.NightlyRefresh;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code nightly_refresh}. */
@Entity
@Table(name = "nightly_refresh")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class NightlyRefreshRow {

    @Id private String branchId;
    private String url;
    private @Nullable String databaseName;
    private int hourOfDay;
    private Instant nextRun;
    private @Nullable Instant lastRun;
    private @Nullable String lastError;

    public void take(NightlyRefresh refresh) {
        branchId = refresh.branchId();
        url = refresh.url();
        databaseName = refresh.database();
        hourOfDay = refresh.hour();
        nextRun = refresh.nextRun();
        lastRun = refresh.lastRun();
        lastError = refresh.lastError();
    }

    public NightlyRefresh toRecord() {
        return new NightlyRefresh(
                branchId, url, databaseName, hourOfDay, nextRun, lastRun, lastError);
    }
}
