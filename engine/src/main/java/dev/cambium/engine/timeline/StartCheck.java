package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.RecoveryCheck;
import dev.cambium.engine.wal.RecoveryCheck.Continued;
import dev.cambium.engine.wal.RecoveryCheck.Elsewhere;
import dev.cambium.engine.wal.RecoveryCheck.NothingWritten;
import dev.cambium.engine.wal.WalCut;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalStop;
import dev.cambium.engine.wal.WalWalker;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is checked around the first start on an opened timeline: that it can only begin at its
 * point, and that it did. Whoever starts the server must stop it if either check fails.
 * Thread-safe.
 */
public final class StartCheck {

    /**
     * What the first start must show.
     *
     * @param kind whether recovery has to run
     * @param end the point, and the record before it
     */
    public record Expectation(
            TimelineId timeline, ImageKind kind, WalEnd end, WalSegments segments) {}

    private final Volume volume;
    private final WalFolders walFolders;

    public StartCheck(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /**
     * Before the start: the WAL of the timeline ends exactly at its point, and the segment in which
     * its server will write is its own.
     *
     * @return what the start must show; empty if an earlier start, whose outcome a crash kept from
     *     being noted, has shown it already
     * @throws UnreachablePointException if not; the server must not be started
     */
    public Optional<Expectation> before(TimelineId timeline, Lsn point) throws IOException {
        return before(timeline, point, null);
    }

    /**
     * As {@link #before(TimelineId, Lsn)}, without reading WAL once more.
     *
     * @param known where WAL ends that will be replayed, read since the last server of the timeline
     *     ended; null if it is not known
     */
    public Optional<Expectation> before(TimelineId timeline, Lsn point, @Nullable WalEnd known)
            throws IOException {
        ControlFile control = ControlFile.parse(volume.read(timeline, ControlFile.PATH));
        Path folder = walFolders.of(timeline);
        WalSegments segments = control.segments();
        if (control.checkpointLsn().compareTo(point) >= 0) {
            recordBefore(timeline, segments, point);
            return Optional.empty();
        }
        ImageKind kind =
                control.state() == ControlState.SHUT_DOWN ? ImageKind.REST : ImageKind.IMAGE;
        WalEnd end = known;
        if (end == null) {
            Lsn from = kind == ImageKind.REST ? control.checkpointLsn() : control.redoLsn();
            end = WalWalker.findEnd(folder, control.walSegmentBytes(), from);
        }
        if (end.endLsnExclusive().isAfter(point)) {
            requireEarlierStart(timeline, control, point);
            return Optional.empty();
        }
        if (!end.endLsnExclusive().equals(point)) {
            throw wrong(
                    timeline,
                    "its WAL ends at %s (%s) instead of %s"
                            .formatted(end.endLsnExclusive(), end.reason(), point));
        }
        if (kind == ImageKind.REST && !end.lastRecordStart().equals(control.checkpointLsn())) {
            throw wrong(timeline, "there is WAL behind the checkpoint of its clean stop");
        }
        List<Path> shared = WalCut.shared(folder, segments, point);
        if (!shared.isEmpty()) {
            throw wrong(timeline, "another timeline shares its segments %s".formatted(shared));
        }
        return Optional.of(new Expectation(timeline, kind, end, segments));
    }

    /**
     * After the start: recovery ended at the point, or the server began there without one.
     *
     * @throws UnreachablePointException if not; the server must be stopped and not be used
     */
    public void after(Expectation expected) throws IOException {
        WalFolder own = new WalFolder(walFolders.of(expected.timeline()), expected.segments());
        switch (RecoveryCheck.of(own, expected.end())) {
            case Continued continued -> {
                if (expected.kind() == ImageKind.IMAGE && !continued.recovered()) {
                    throw wrong(
                            expected.timeline(),
                            "it started without the recovery that had to end at %s"
                                    .formatted(expected.end().endLsnExclusive()));
                }
            }
            case NothingWritten nothing -> {
                if (expected.kind() == ImageKind.IMAGE) {
                    throw wrong(
                            expected.timeline(),
                            "its server wrote nothing at %s, where recovery had to end"
                                    .formatted(expected.end().endLsnExclusive()));
                }
            }
            case Elsewhere elsewhere -> throw wrong(expected.timeline(), elsewhere.why());
        }
    }

    /**
     * WAL goes on behind the point though pg_control does not know of it: then a start of this
     * timeline must have written it, and was killed before it could say so there. After a recovery
     * it begins with the checkpoint that ended it; after a clean stop with anything.
     */
    private void requireEarlierStart(TimelineId timeline, ControlFile control, Lsn point)
            throws IOException {
        WalRecord last = recordBefore(timeline, control.segments(), point);
        boolean afterCleanStop =
                last.lsn().equals(control.checkpointLsn())
                        && last.checkpoint().filter(WalRecord.Checkpoint::shutdown).isPresent();
        WalFolder own = new WalFolder(walFolders.of(timeline), control.segments());
        WalEnd there = new WalEnd(point, last.lsn(), point, WalStop.LIMIT);
        boolean recovered =
                RecoveryCheck.of(own, there) instanceof Continued continued
                        && continued.recovered();
        if (!afterCleanStop && !recovered) {
            throw wrong(
                    timeline,
                    "its WAL goes on behind %s, but no start of it wrote that".formatted(point));
        }
    }

    /** The record that ends at the point; it may be the last one. */
    private WalRecord recordBefore(TimelineId timeline, WalSegments segments, Lsn point)
            throws IOException {
        Path folder = walFolders.of(timeline);
        WalFolder own = new WalFolder(folder, segments);
        Lsn first = segments.list(folder).getFirst().start();
        try (WalWalker walker = WalWalker.openBehindHole(own, first, point)) {
            for (WalRecord record = walker.next();
                    record != null && !record.endLsn().isAfter(point);
                    record = walker.next()) {
                if (record.endLsn().equals(point)) {
                    return record;
                }
            }
        }
        throw wrong(timeline, "its WAL does not go on from %s".formatted(point));
    }

    private static UnreachablePointException wrong(TimelineId timeline, String what) {
        return new UnreachablePointException(
                "Timeline %s is not served, because %s. Nothing was lost: reset the branch, or create it again."
                        .formatted(timeline, what));
    }
}
