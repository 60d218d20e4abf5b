package dev.cambium.engine.catalog;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A name, a port and credentials that stay, over storage that may be exchanged below them.
 *
 * @param id for example {@code br-calm-alder-1a2b3c4d}; never changes
 * @param name unique in its project, compared with case
 * @param parentId what "reset from parent" means; null for a root branch
 * @param parentPoint where it left its parent; null for a root branch
 * @param isDefault whether it is the branch meant when none is named
 * @param isProtected whether resetting and deleting it is refused
 * @param creationSource who asked for it, for example {@code console} or {@code cli}
 * @param port its TCP port, unique in a home folder, kept for its life
 * @param endpointId for example {@code ep-calm-alder-1a2b3c4d}; never changes
 * @param computeWanted whether its compute is to run, also after a restart of the engine
 * @param currentTimeline the timeline of its last tenure, null before the first. Only tenures
 *     change it: the value in a {@link Change#put(Branch)} is not stored
 * @param stateChangedAt when it entered its state
 * @param lastResetAt when it was last reset or restored, null if never
 * @param expiresAt when it is to be deleted by itself, null if never
 * @param ttlSeconds how long it was to live when that was set; a reset counts it anew; null exactly
 *     if {@code expiresAt} is
 * @param deletion when and how it came into the trash; null unless deleted
 */
public record Branch(
        String id,
        String projectId,
        String name,
        @Nullable String parentId,
        @Nullable ParentPoint parentPoint,
        boolean isDefault,
        boolean isProtected,
        BranchState state,
        String creationSource,
        int port,
        String endpointId,
        boolean computeWanted,
        @Nullable TimelineId currentTimeline,
        Instant createdAt,
        Instant updatedAt,
        Instant stateChangedAt,
        @Nullable Instant lastResetAt,
        @Nullable Instant expiresAt,
        @Nullable Long ttlSeconds,
        @Nullable Deletion deletion) {

    /** One that lives, and for good. */
    public Branch(
            String id,
            String projectId,
            String name,
            @Nullable String parentId,
            @Nullable ParentPoint parentPoint,
            boolean isDefault,
            boolean isProtected,
            BranchState state,
            String creationSource,
            int port,
            String endpointId,
            boolean computeWanted,
            @Nullable TimelineId currentTimeline,
            Instant createdAt,
            Instant updatedAt,
            Instant stateChangedAt,
            @Nullable Instant lastResetAt,
            @Nullable Instant expiresAt) {
        this(
                id,
                projectId,
                name,
                parentId,
                parentPoint,
                isDefault,
                isProtected,
                state,
                creationSource,
                port,
                endpointId,
                computeWanted,
                currentTimeline,
                createdAt,
                updatedAt,
                stateChangedAt,
                lastResetAt,
                expiresAt,
                null,
                null);
    }
}
