package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * The address of a branch and the compute behind it.
 *
 * @param host {@code localhost:PORT}
 * @param name what people call it, null if nothing
 * @param type {@code read_write}, of which each branch has one, or {@code read_only}
 * @param currentState {@code init}, {@code active} or {@code idle}
 */
public record Endpoint(
        String host,
        String id,
        @Nullable String name,
        String projectId,
        String branchId,
        double autoscalingLimitMinCu,
        double autoscalingLimitMaxCu,
        String regionId,
        String type,
        String currentState,
        @Nullable String pendingState,
        Map<String, Object> settings,
        boolean poolerEnabled,
        String poolerMode,
        boolean disabled,
        boolean passwordlessAccess,
        @NeonTime @Nullable Instant lastActive,
        String creationSource,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt,
        @NeonTime @Nullable Instant startedAt,
        @NeonTime @Nullable Instant suspendedAt,
        String proxyHost,
        long suspendTimeoutSeconds,
        String provisioner) {}
