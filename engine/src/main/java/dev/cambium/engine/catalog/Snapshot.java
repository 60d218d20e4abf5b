package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A moment of a branch that is kept until it is deleted or expires, whatever becomes of the branch.
 *
 * @param id for example {@code snap-calm-alder-1a2b3c4d}; never changes
 * @param name unique in its project
 * @param slug a name for programs, unique in its project; never changes; null if none was given
 * @param sourceBranchId the branch it was taken of, which may be gone
 * @param sourceBranchName what that was called then
 * @param source the point it was taken at
 * @param momentAt that point as a time
 * @param manual whether somebody asked for it; false if a plan did
 * @param error why it could not be materialised, in a sentence; null unless failed
 * @param timeline the timeline of its own from which it opens now
 * @param opensAt where on that
 * @param fullSize the sum of its files' lengths in bytes; null until it is materialised
 * @param roles the roles a branch restored from it begins with, with their passwords
 * @param databases the databases seen on the branch when it was taken
 * @param expiresAt when it is deleted by itself; null if never
 */
public record Snapshot(
        String id,
        String projectId,
        String name,
        @Nullable String slug,
        String sourceBranchId,
        String sourceBranchName,
        Point source,
        Instant momentAt,
        boolean manual,
        SnapshotState state,
        @Nullable String error,
        TimelineId timeline,
        Lsn opensAt,
        @Nullable Long fullSize,
        Map<String, String> roles,
        List<SnapshotDatabase> databases,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant expiresAt) {

    public Snapshot {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        databases = List.copyOf(databases);
    }

    /** The same with another name and expiry. */
    public Snapshot renamed(String newName, @Nullable Instant newExpiry, Instant now) {
        return new Snapshot(
                id,
                projectId,
                newName,
                slug,
                sourceBranchId,
                sourceBranchName,
                source,
                momentAt,
                manual,
                state,
                error,
                timeline,
                opensAt,
                fullSize,
                roles,
                databases,
                createdAt,
                now,
                newExpiry);
    }

    /** The same in another state, opening from where it did. */
    public Snapshot in(SnapshotState next, @Nullable String why, Instant now) {
        return new Snapshot(
                id,
                projectId,
                name,
                slug,
                sourceBranchId,
                sourceBranchName,
                source,
                momentAt,
                manual,
                next,
                why,
                timeline,
                opensAt,
                fullSize,
                roles,
                databases,
                createdAt,
                now,
                expiresAt);
    }

    /** The same, materialised: it opens from a rest of its own. */
    public Snapshot ready(Point rest, long size, Instant now) {
        return new Snapshot(
                id,
                projectId,
                name,
                slug,
                sourceBranchId,
                sourceBranchName,
                source,
                momentAt,
                manual,
                SnapshotState.READY,
                null,
                rest.timeline(),
                rest.lsn(),
                size,
                roles,
                databases,
                createdAt,
                now,
                expiresAt);
    }
}
