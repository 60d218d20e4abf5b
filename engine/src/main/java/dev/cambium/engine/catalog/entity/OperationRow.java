package dev.cambium.engine.catalog.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A row of {@code operation}; its details are a JSON object of strings. */
@Entity
@Table(name = "operation")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class OperationRow {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> DETAILS =
            new TypeReference<>() {};

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
        details = write(operation.details());
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
                read(details),
                error,
                createdAt,
                updatedAt);
    }

    private static String write(Map<String, String> details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of strings is always JSON", impossible);
        }
    }

    private static Map<String, String> read(String details) {
        try {
            return JSON.readValue(details, DETAILS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(
                    "the details of an operation are not JSON: " + details, broken);
        }
    }
}
