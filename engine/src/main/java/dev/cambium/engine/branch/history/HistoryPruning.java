package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.Thinning;
import dev.cambium.engine.timeline.WalRemoval;
import dev.cambium.engine.wal.ControlFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes from the past of branches what their project's window no longer covers, and what lies
 * closer together than is of use. First rows of the catalog, then seals, then WAL: a kill in
 * between leaves nothing that is missed, and the next time goes on. What is in the trash is left
 * alone. Called by one thread.
 */
final class HistoryPruning {

    private static final Logger log = LoggerFactory.getLogger(HistoryPruning.class);

    private static final String SLOTS = "pg_replslot";

    /** Behind all WAL that will ever be written. */
    private static final Lsn NOTHING_NEEDED = new Lsn(-1L);

    private final EngineParts parts;
    private final Computes computes;
    private final Leases leases;
    private final HistorySettings settings;

    /** A branch with what is kept of its past. */
    private record Past(Branch branch, TimelineId timeline, List<Image> images) {}

    HistoryPruning(EngineParts parts, Computes computes, Leases leases, HistorySettings settings) {
        this.parts = parts;
        this.computes = computes;
        this.leases = leases;
        this.settings = settings;
    }

    void pruneAll() throws IOException {
        for (Project project : parts.catalog().projects()) {
            Instant begins = windowBegins(project);
            List<Branch> branches = parts.catalog().branches(project.id());
            for (Branch branch : branches) {
                prune(branch, begins);
            }
            keepWithin(project.historyMaxBytes(), branches);
        }
    }

    /** One branch that has just got another image. */
    void prune(Branch branch) {
        parts.catalog()
                .project(branch.projectId())
                .ifPresent(project -> prune(branch, windowBegins(project)));
    }

    private Instant windowBegins(Project project) {
        return parts.clock().instant().minusSeconds(project.historyRetentionSeconds());
    }

    private void prune(Branch branch, Instant windowBegins) {
        TimelineId timeline = branch.currentTimeline();
        if (timeline == null) {
            return;
        }
        try {
            List<Image> images = parts.catalog().images(timeline);
            leases.remove(
                    timeline,
                    Thinning.superfluous(images, windowBegins, settings.replayBytesMax()));
            Optional<Wal> wal = removable(branch, timeline);
            if (wal.isPresent()) {
                remove(timeline, wal.get());
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The past of {} was not pruned now: {}", branch.name(), e.toString());
        }
    }

    // ---- the limit of bytes

    /**
     * Shortens the window of a whole project, oldest images first, until its past fits; what every
     * branch needs for its present stays.
     */
    private void keepWithin(long bytesMax, List<Branch> branches) throws IOException {
        List<Past> pasts = new ArrayList<>();
        long bytes = 0;
        for (Branch branch : branches) {
            TimelineId timeline = branch.currentTimeline();
            if (timeline != null) {
                pasts.add(new Past(branch, timeline, parts.catalog().images(timeline)));
                bytes += bytesOf(timeline);
            }
        }
        while (bytes > bytesMax) {
            Optional<Past> oldest =
                    pasts.stream()
                            .filter(past -> past.images().size() > 1)
                            .min(
                                    Comparator.comparing(
                                            past -> past.images().getFirst().createdAt()));
            if (oldest.isEmpty()) {
                return;
            }
            Past past = oldest.get();
            pasts.remove(past);
            long before = bytesOf(past.timeline());
            Lsn begin = past.images().getFirst().redo();
            // Without its WAL an image is given up for next to nothing.
            Optional<Wal> wal =
                    removable(past.branch(), past.timeline())
                            .filter(known -> begin.isBefore(known.slots()));
            if (wal.isPresent()
                    && leases.remove(past.timeline(), past.images().subList(0, 1)) > 0) {
                remove(past.timeline(), wal.get());
                pasts.add(
                        new Past(
                                past.branch(),
                                past.timeline(),
                                past.images().subList(1, past.images().size())));
            }
            bytes -= before - bytesOf(past.timeline());
        }
    }

    /** The WAL of a timeline, and what its images alone hold. */
    private long bytesOf(TimelineId timeline) throws IOException {
        return parts.walFolders().allocatedBytes(timeline)
                + parts.volume()
                        .space(timeline, OwnSeals.of(parts.catalog(), timeline))
                        .historyBytes();
    }

    // ---- WAL

    /**
     * @param control as it was before anything was asked of images
     * @param slots from where on replication slots need WAL
     */
    private record Wal(ControlFile control, Lsn slots) {}

    /** Empty if it is not known now which WAL of a branch may go. */
    private Optional<Wal> removable(Branch branch, TimelineId id) throws IOException {
        Optional<Timeline> timeline = parts.catalog().timeline(id);
        // Its first start reads WAL from the begin on, to see that it began where it had to.
        boolean started = timeline.filter(known -> known.expectedEnd() == null).isPresent();
        if (!started || parts.catalog().images(id).isEmpty()) {
            return Optional.empty();
        }
        ControlFile control = ControlFile.parse(parts.volume().read(id, ControlFile.PATH));
        if (leases.walNeeded(id, control.redoLsn()).isEmpty()) {
            return Optional.empty();
        }
        return neededBySlots(branch, id).map(slots -> new Wal(control, slots));
    }

    private void remove(TimelineId id, Wal wal) throws IOException {
        Optional<Lsn> images = leases.walNeeded(id, wal.control().redoLsn());
        if (images.isEmpty()) {
            return; // it is being sealed by now; the next time will do
        }
        int removed =
                WalRemoval.below(
                        parts.walFolders().of(id),
                        wal.control().segments(),
                        older(images.get(), wal.slots()));
        if (removed > 0) {
            log.debug("Removed {} segments of WAL of {}", removed, id);
        }
    }

    /**
     * From where on the replication slots of a branch need WAL: far ahead if it has none; empty if
     * it has some and does not run, so that they cannot be asked.
     */
    private Optional<Lsn> neededBySlots(Branch branch, TimelineId timeline) throws IOException {
        if (parts.volume().files(timeline, SLOTS).isEmpty()) {
            return Optional.of(NOTHING_NEEDED);
        }
        return computes.steady(
                branch.id(),
                running -> {
                    if (!running) {
                        return Optional.empty();
                    }
                    try (Connection connection = computes.start(branch).connect("postgres");
                            Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "SELECT min(restart_lsn) FROM pg_replication_slots")) {
                        String lsn = rows.next() ? rows.getString(1) : null;
                        return Optional.of(lsn == null ? NOTHING_NEEDED : Lsn.parse(lsn));
                    } catch (SQLException e) {
                        throw new IOException("its slots could not be asked", e);
                    }
                });
    }

    private static Lsn older(Lsn one, Lsn other) {
        return one.isBefore(other) ? one : other;
    }
}
