package dev.cambium.engine.api;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One thing the engine did or does to a branch.
 *
 * @param action Neon's word, for example {@code create_branch}, {@code start_compute}
 * @param status {@code running}, {@code finished}, {@code failed}
 * @param error the sentence shown to people when it failed
 * @param cancellable whether {@link ProjectCalls#cancel} would end it now
 */
public record Operation(
        String id,
        String projectId,
        @Nullable String branchId,
        @Nullable String endpointId,
        String action,
        String status,
        @Nullable String error,
        int failuresCount,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt,
        long totalDurationMs,
        @JsonProperty("cambium_cancellable") boolean cancellable) {

    /** One that is to go on to its end, or has ended. */
    public Operation(
            String id,
            String projectId,
            @Nullable String branchId,
            @Nullable String endpointId,
            String action,
            String status,
            @Nullable String error,
            int failuresCount,
            Instant createdAt,
            Instant updatedAt,
            long totalDurationMs) {
        this(
                id,
                projectId,
                branchId,
                endpointId,
                action,
                status,
                error,
                failuresCount,
                createdAt,
                updatedAt,
                totalDurationMs,
                false);
    }

    /** The same, of which it is known whether it can be cancelled. */
    public Operation cancellable(boolean now) {
        return new Operation(
                id,
                projectId,
                branchId,
                endpointId,
                action,
                status,
                error,
                failuresCount,
                createdAt,
                updatedAt,
                totalDurationMs,
                now);
    }
}
