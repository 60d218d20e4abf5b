package dev.cambium.engine.branch.retention;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.DeletedSnapshot;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content that no branch stands on any more: what deleted branches held, and what was replaced.
 * It stays for its time, or until somebody frees it, and is deleted for good then. Thread-safe.
 */
public final class Trash {

    /** How long what was deleted or replaced can be taken back. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(Trash.class);

    /**
     * One timeline in the trash.
     *
     * @param branchId the branch that held it; null if that is gone for good, or a snapshot did
     * @param branchName what that is or was called, or which snapshot; empty if it is gone for good
     * @param deleted whether the branch is deleted and can be recovered, rather than was given
     *     other content
     * @param bytes on disk that deleting it alone would free, its WAL included
     */
    public record Item(
            TimelineId timeline,
            String projectId,
            @Nullable String branchId,
            String branchName,
            boolean deleted,
            Instant trashedAt,
            Instant keepUntil,
            long bytes) {}

    /** Keeps timelines from being deleted until it is closed. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private final EngineParts parts;
    private final Leases leases;
    private final Set<TimelineId> held = new HashSet<>();

    public Trash(EngineParts parts, Leases leases) {
        this.parts = parts;
        this.leases = leases;
    }

    /** Those of one project that are about to come back stay as they are, until this is closed. */
    public synchronized Hold hold(Collection<TimelineId> timelines) {
        List<TimelineId> mine = timelines.stream().filter(held::add).toList();
        return () -> release(mine);
    }

    private synchronized void release(Collection<TimelineId> timelines) {
        timelines.forEach(held::remove);
    }

    /** What is in the trash of a project, that put there first first. */
    public List<Item> contents(Project project) {
        Map<TimelineId, List<Branch>> holders = holders(project);
        List<Item> items = new ArrayList<>();
        for (Timeline timeline : parts.catalog().timelines()) {
            if (timeline.projectId().equals(project.id())) {
                item(timeline, holders.getOrDefault(timeline.id(), List.of()))
                        .ifPresent(items::add);
            }
        }
        for (DeletedSnapshot deleted : parts.catalog().snapshots().deleted()) {
            if (deleted.snapshot().projectId().equals(project.id())) {
                items.add(item(deleted));
            }
        }
        return items;
    }

    /**
     * What of the trash is one branch's, without looking at all others.
     *
     * @param branchId of a branch that lives, or was deleted
     */
    private List<Item> contents(Project project, String branchId) {
        return parts.catalog().tenures(branchId).stream()
                .map(Tenure::timeline)
                .distinct()
                .flatMap(id -> parts.catalog().timeline(id).stream())
                .filter(timeline -> timeline.projectId().equals(project.id()))
                .flatMap(timeline -> item(timeline, holders(timeline.id())).stream())
                .filter(item -> branchId.equals(item.branchId()))
                .toList();
    }

    private Optional<Item> item(Timeline timeline, List<Branch> holders) {
        Instant trashedAt = timeline.trashedAt();
        Instant keepUntil = timeline.keepUntil();
        if (timeline.state() != TimelineState.TRASHED || trashedAt == null || keepUntil == null) {
            return Optional.empty();
        }
        Branch owner = owner(timeline.id(), holders);
        return Optional.of(
                new Item(
                        timeline.id(),
                        timeline.projectId(),
                        owner == null ? null : owner.id(),
                        owner == null ? "" : owner.name(),
                        owner != null && wasDeletedOn(timeline.id(), owner),
                        trashedAt,
                        keepUntil,
                        bytes(timeline.id())));
    }

    private Item item(DeletedSnapshot deleted) {
        Snapshot snapshot = deleted.snapshot();
        return new Item(
                snapshot.timeline(),
                snapshot.projectId(),
                null,
                "snapshot '%s'".formatted(snapshot.name()),
                true,
                deleted.deletedAt(),
                deleted.deletedAt().plus(KEPT),
                bytes(snapshot));
    }

    /**
     * Deletes for good what is in the trash of a project. Nothing that was in it can be undone or
     * recovered then. What somebody is opening at this moment stays.
     *
     * @return what was deleted
     */
    public List<Item> free(Project project) {
        return free(contents(project));
    }

    /** As {@link #free(Project)}, for what one branch left there. */
    public List<Item> free(Project project, String branchId) {
        return free(contents(project, branchId));
    }

    private List<Item> free(List<Item> items) {
        List<Item> freed = items.stream().filter(item -> delete(item.timeline())).toList();
        forgetEmptyProjects();
        return freed;
    }

    /** Deletes what is due; what cannot be deleted now is tried again the next time. */
    public synchronized void empty() {
        Instant now = parts.clock().instant();
        for (Timeline timeline : parts.catalog().timelines()) {
            Instant keepUntil = timeline.keepUntil();
            if (keepUntil != null && keepUntil.isBefore(now)) {
                boolean _ = delete(timeline.id());
            }
        }
        for (DeletedSnapshot deleted : parts.catalog().snapshots().deleted()) {
            if (deleted.deletedAt().plus(KEPT).isBefore(now)) {
                boolean _ = delete(deleted.snapshot().timeline());
            }
        }
        forgetEmptyProjects();
    }

    /** Of a deleted project of which no content is left its rows go, too. */
    private synchronized void forgetEmptyProjects() {
        for (DeletedProject deleted : parts.catalog().deletedProjects()) {
            String id = deleted.project().id();
            if (parts.catalog().timelines().stream()
                    .noneMatch(timeline -> timeline.projectId().equals(id))) {
                parts.catalog().commit(change -> forget(change, id));
            }
        }
    }

    private void forget(Change change, String projectId) {
        parts.catalog()
                .deletedBranches(projectId)
                .forEach(branch -> change.removeBranch(branch.id()));
        parts.catalog().undo().steps(projectId).forEach(step -> change.removeUndoStep(step.id()));
        change.removeProject(projectId);
    }

    /**
     * First its images, in the catalog and then as seals; then all that promises to bring it back;
     * then its files and its WAL; last its own row. A kill in between leaves the row, so that the
     * next time goes on with it.
     */
    private synchronized boolean delete(TimelineId id) {
        try {
            forgetSnapshot(id);
            Timeline timeline = parts.catalog().timeline(id).orElse(null);
            if (timeline == null
                    || timeline.state() != TimelineState.TRASHED
                    || held.contains(id)
                    || !leases.removeAll(id)) {
                return false; // someone is opening a moment of it, or taking it back
            }
            parts.catalog().commit(change -> forget(change, timeline));
            parts.opening().discard(id);
            parts.catalog().commit(change -> change.removeTimeline(id));
            return true;
        } catch (IOException | RuntimeException e) {
            log.warn("The trashed timeline {} could not be deleted", id, e);
            return false;
        }
    }

    /** Of a deleted snapshot only its timeline is left then, to be deleted as any other. */
    private void forgetSnapshot(TimelineId id) {
        Instant now = parts.clock().instant();
        for (DeletedSnapshot deleted : parts.catalog().snapshots().deleted()) {
            if (deleted.snapshot().timeline().equals(id)) {
                parts.catalog()
                        .commit(
                                change -> {
                                    change.snapshots().remove(deleted.snapshot().id());
                                    change.removeUndoStep(deleted.deletedBy());
                                    parts.catalog()
                                            .timeline(id)
                                            .map(timeline -> Timelines.spent(timeline, now))
                                            .ifPresent(change::put);
                                });
            }
        }
    }

    /** Branches that could be recovered on it, and steps that could be undone with it. */
    private void forget(Change change, Timeline timeline) {
        for (Branch branch : parts.catalog().deletedBranches(timeline.projectId())) {
            if (timeline.id().equals(branch.currentTimeline())) {
                change.removeBranch(branch.id());
            }
        }
        for (UndoStep step : parts.catalog().undo().steps(timeline.projectId())) {
            boolean needed =
                    step.branches().stream()
                            .anyMatch(
                                    touched ->
                                            touched instanceof UndoStep.Before before
                                                    && before.timeline().equals(timeline.id())
                                                    && !timeline.id().equals(before.left()));
            if (needed) {
                change.removeUndoStep(step.id());
            }
        }
    }

    /** For each timeline the branches that stood on it. */
    private Map<TimelineId, List<Branch>> holders(Project project) {
        Map<String, Branch> branches = new HashMap<>();
        parts.catalog().branches(project.id()).forEach(one -> branches.put(one.id(), one));
        parts.catalog().deletedBranches(project.id()).forEach(one -> branches.put(one.id(), one));
        Map<TimelineId, List<Branch>> holders = new HashMap<>();
        for (Tenure tenure : parts.catalog().tenures()) {
            Branch branch = branches.get(tenure.branchId());
            if (branch != null) {
                holders.computeIfAbsent(tenure.timeline(), none -> new ArrayList<>()).add(branch);
            }
        }
        return holders;
    }

    private List<Branch> holders(TimelineId timeline) {
        return parts.catalog().tenures(timeline).stream()
                .map(Tenure::branchId)
                .flatMap(
                        id ->
                                parts
                                        .catalog()
                                        .branch(id)
                                        .or(() -> parts.catalog().deletedBranch(id))
                                        .stream())
                .toList();
    }

    /**
     * One that was deleted on it, so that it can be recovered; else one that lives and may be taken
     * back to it; of several the youngest.
     */
    private static @Nullable Branch owner(TimelineId timeline, List<Branch> holders) {
        return holders.stream()
                .max(
                        Comparator.comparing((Branch one) -> wasDeletedOn(timeline, one))
                                .thenComparing(one -> one.state() != BranchState.DELETED)
                                .thenComparing(Branch::createdAt)
                                .thenComparing(Branch::id))
                .orElse(null);
    }

    private static boolean wasDeletedOn(TimelineId timeline, Branch branch) {
        return branch.state() == BranchState.DELETED && timeline.equals(branch.currentTimeline());
    }

    private long bytes(Snapshot snapshot) {
        try {
            long bytes = parts.walFolders().allocatedBytes(snapshot.timeline());
            for (Image image : parts.catalog().images(snapshot.timeline())) {
                bytes += parts.volume().uniqueBytes(image.seal());
            }
            return bytes;
        } catch (IOException e) {
            log.debug("The space of snapshot {} could not be measured", snapshot.name(), e);
            return 0;
        }
    }

    private long bytes(TimelineId timeline) {
        try {
            return parts.volume().space(timeline).uniqueBytes()
                    + parts.walFolders().allocatedBytes(timeline);
        } catch (IOException e) {
            log.debug("The space of {} could not be measured", timeline, e);
            return 0;
        }
    }
}
