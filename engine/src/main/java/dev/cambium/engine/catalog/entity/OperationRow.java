package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code operation}; its details are a JSON object of strings. */
@Entity
@Table(name = "operation")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class OperationRow {

    @Id private UUID id;
    private String projectId;
    private @Nullable String branchId;
    private @Nullable String endpointId;
    private String action;

    @Enumerated(EnumType.STRING)
    private OperationState state;

    private String details;
    private @Nullable String error;
    private Instant createdAt;
    private Instant updatedAt;

    public void take(Operation operation) {
        id = operation.id();
        projectId = operation.projectId();
        branchId = operation.branchId();
        endpointId = operation.endpointId();
        action = operation.action();
        state = operation.state();
        details = StringMap.column(operation.details());
        error = operation.error();
        createdAt = operation.createdAt();
        updatedAt = operation.updatedAt();
    }

    public Operation toRecord() {
        return new Operation(
                id,
                projectId,
                branchId,
                endpointId,
                action,
                state,
                StringMap.map(details),
                error,
                createdAt,
                updatedAt);
    }
}
