package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.AnonymizedState;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code anonymized_branch}. */
@Entity
@Table(name = "anonymized_branch")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class AnonymizedBranchRow {

    @Id private String branchId;
    private String sourceId;
    private String sourceName;

    @Enumerated(EnumType.STRING)
    private AnonymizedState state;

    private String message;
    @Lob private @Nullable String rules;
    private int maskedColumns;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant failedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;

    public void take(AnonymizedBranch branch) {
        branchId = branch.branchId();
        sourceId = branch.sourceId();
        sourceName = branch.sourceName();
        state = branch.state();
        message = branch.message();
        rules = branch.rules();
        maskedColumns = branch.maskedColumns();
        createdAt = branch.createdAt();
        updatedAt = branch.updatedAt();
        failedAt = branch.failedAt();
        startedAt = branch.startedAt();
        completedAt = branch.completedAt();
    }

    public AnonymizedBranch toRecord() {
        return new AnonymizedBranch(
                branchId,
                sourceId,
                sourceName,
                state,
                message,
                rules,
                maskedColumns,
                createdAt,
                updatedAt,
                failedAt,
                startedAt,
                completedAt);
    }
}
