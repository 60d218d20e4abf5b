package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A branch, with Neon's fields and, under {@code cambium}, what only a local engine knows.
 *
 * @param currentState {@code init} while it is being made, then {@code ready}
 * @param pendingState the state an operation under way leads to
 * @param parentLsn where it left its parent
 * @param parentTimestamp the moment of its parent that stands for
 * @param restoreStatus how far a restore from a snapshot came, in Neon's words; null unless it came
 *     from one
 * @param restoredFrom the id of that snapshot
 * @param restoredAs the id of the branch whose place it is to take, or took
 * @param logicalSize bytes of its databases as Postgres sees them
 * @param ttlIntervalSeconds how long it was to live when that was set; null if it lives for good
 * @param recovery when it was deleted, and until when it can be recovered; null unless deleted
 * @param createdBy whose it is; null only from an older engine
 */
public record Branch(
        String id,
        String projectId,
        @Nullable String parentId,
        @Nullable String parentLsn,
        @NeonTime @Nullable Instant parentTimestamp,
        String name,
        String currentState,
        @Nullable String pendingState,
        @NeonTime Instant stateChangedAt,
        @Nullable Long logicalSize,
        String creationSource,
        boolean primary,
        @com.fasterxml.jackson.annotation.JsonProperty("default") boolean isDefault,
        @com.fasterxml.jackson.annotation.JsonProperty("protected") boolean isProtected,
        long cpuUsedSec,
        long computeTimeSeconds,
        long activeTimeSeconds,
        long writtenDataBytes,
        long dataTransferBytes,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt,
        @NeonTime @Nullable Instant expiresAt,
        @NeonTime @Nullable Instant lastResetAt,
        String initSource,
        @Nullable String restoreStatus,
        @Nullable String restoredFrom,
        @Nullable String restoredAs,
        Local cambium,
        @Nullable Long ttlIntervalSeconds,
        @Nullable Recovery recovery,
        @Nullable Maker createdBy) {

    /**
     * A branch's stay in the trash.
     *
     * @param recoverableUntil unless the trash is freed before
     * @param deletionMethod {@code user} or {@code ttl}
     */
    public record Recovery(
            @NeonTime Instant deletedAt,
            @NeonTime Instant recoverableUntil,
            String deletionMethod) {}

    /**
     * Whose a branch is: a home belongs to one user of this computer, and so do its branches.
     *
     * @param name that user's
     * @param image empty
     */
    public record Maker(String name, String image) {}

    /** One that came from no snapshot and lives for good. */
    public Branch(
            String id,
            String projectId,
            @Nullable String parentId,
            @Nullable String parentLsn,
            @Nullable Instant parentTimestamp,
            String name,
            String currentState,
            @Nullable String pendingState,
            Instant stateChangedAt,
            @Nullable Long logicalSize,
            String creationSource,
            boolean primary,
            boolean isDefault,
            boolean isProtected,
            long cpuUsedSec,
            long computeTimeSeconds,
            long activeTimeSeconds,
            long writtenDataBytes,
            long dataTransferBytes,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastResetAt,
            String initSource,
            Local cambium) {
        this(
                id,
                projectId,
                parentId,
                parentLsn,
                parentTimestamp,
                name,
                currentState,
                pendingState,
                stateChangedAt,
                logicalSize,
                creationSource,
                primary,
                isDefault,
                isProtected,
                cpuUsedSec,
                computeTimeSeconds,
                activeTimeSeconds,
                writtenDataBytes,
                dataTransferBytes,
                createdAt,
                updatedAt,
                expiresAt,
                lastResetAt,
                initSource,
                null,
                null,
                null,
                cambium,
                null,
                null,
                null);
    }

    /**
     * What only a local engine knows of a branch.
     *
     * @param state of its compute, in one word for people: {@code running}, {@code starting},
     *     {@code stopping}, {@code asleep}, {@code crashed}
     * @param stateReason why it crashed or could not start; null when all is well
     * @param port where it is reached on 127.0.0.1, for its whole life
     * @param headLsn the last position known of its WAL
     * @param uniqueBytes freed if the branch goes, WAL apart
     * @param walBytes what its own WAL folder takes
     * @param history which of its moments can be opened; null while only its present can
     * @param schemaFrom of a branch without the rows of another one, or with masked ones: whose
     *     schema it was given and of which moment, in words; null for any other
     * @param masked whether its rows are anonymized ones of another branch, from a run that made it
     *     or that made what it was branched, reset or restored from
     * @param space how its space divides; null if it is not known
     */
    public record Local(
            String state,
            @Nullable String stateReason,
            int port,
            @Nullable String headLsn,
            long uniqueBytes,
            long walBytes,
            String timelineId,
            @Nullable MomentRange history,
            @Nullable String schemaFrom,
            boolean masked,
            @Nullable BranchSpace space) {

        /** One with all its data, of whose space nothing more is known. */
        public Local(
                String state,
                @Nullable String stateReason,
                int port,
                @Nullable String headLsn,
                long uniqueBytes,
                long walBytes,
                String timelineId,
                @Nullable MomentRange history) {
            this(
                    state,
                    stateReason,
                    port,
                    headLsn,
                    uniqueBytes,
                    walBytes,
                    timelineId,
                    history,
                    null,
                    false,
                    null);
        }

        public Local(
                String state,
                @Nullable String stateReason,
                int port,
                @Nullable String headLsn,
                long uniqueBytes,
                long walBytes,
                String timelineId) {
            this(state, stateReason, port, headLsn, uniqueBytes, walBytes, timelineId, null);
        }
    }
}
