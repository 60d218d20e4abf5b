package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.BranchRestore.Status;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code branch_restore}. */
@Entity
@Table(name = "branch_restore")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class BranchRestoreRow {

    @Id private String branchId;
    private String snapshotId;
    private @Nullable String targetBranchId;

    @Enumerated(EnumType.STRING)
    private Status status;

    private Instant restoredAt;

    public void take(BranchRestore restore) {
        branchId = restore.branchId();
        snapshotId = restore.snapshotId();
        targetBranchId = restore.targetBranchId();
        status = restore.status();
        restoredAt = restore.restoredAt();
    }

    public BranchRestore toRecord() {
        return new BranchRestore(branchId, snapshotId, targetBranchId, status, restoredAt);
    }
}
