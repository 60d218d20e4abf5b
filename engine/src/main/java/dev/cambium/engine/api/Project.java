package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A project: one Postgres major version, one default role, and a tree of branches.
 *
 * @param historyRetentionSeconds how far back its branches may be opened
 * @param syntheticStorageSize bytes: data of roots, what is other branches' own, history and WAL
 * @param cambiumHistoryMaxBytes how much disk their past may take
 * @param cambiumPostgresBin the folder of the installed Postgres it runs on, null for one that came
 *     with Cambium
 * @param defaultEndpointSettings what holds for endpoints that set nothing themselves; null from an
 *     engine of an older version that still runs
 * @param deletedAt when it was put into the trash, null if it was not
 * @param recoverableUntil until when it can be taken out of it, null if it is not there
 */
public record Project(
        String id,
        String platformId,
        String regionId,
        String name,
        String provisioner,
        int pgVersion,
        String proxyHost,
        long branchLogicalSizeLimit,
        long branchLogicalSizeLimitBytes,
        boolean storePasswords,
        long activeTimeSeconds,
        long computeTimeSeconds,
        long writtenDataBytes,
        long dataTransferBytes,
        long dataStorageBytesHour,
        long cpuUsedSec,
        long syntheticStorageSize,
        String creationSource,
        long historyRetentionSeconds,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt,
        @NeonTime Instant consumptionPeriodStart,
        @NeonTime Instant consumptionPeriodEnd,
        String ownerId,
        long cambiumHistoryMaxBytes,
        @Nullable String cambiumPostgresBin,
        @Nullable EndpointDefaults defaultEndpointSettings,
        @NeonTime @Nullable Instant deletedAt,
        @NeonTime @Nullable Instant recoverableUntil) {}
