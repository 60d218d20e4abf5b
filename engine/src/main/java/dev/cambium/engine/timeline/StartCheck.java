package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.RecoveryCheck;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalLineage;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalWalker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is checked around the first start on an opened timeline: that it can only begin at its point,
 * and that it did. Whoever starts the server must stop it if either check fails. Thread-safe.
 */
public final class StartCheck {

    /**
     * What the first start must show.
     *
     * @param kind whether recovery has to run
     * @param end the point
     * @param lastRecordStart the record before it
     */
    public record Expectation(
            TimelineId timeline, ImageKind kind, Lsn end, Lsn lastRecordStart, WalSegments segments) {}

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
        ControlFile control = ControlFile.parse(volume.read(timeline, Sealing.CONTROL_FILE));
        Path folder = walFolders.of(timeline);
        WalSegments segments = control.segments();
        if (control.checkpointLsn().compareTo(point) >= 0) {
            requireEarlierStartAt(timeline, segments, point);
            return Optional.empty();
        }
        ImageKind kind =
                control.state() == ControlState.SHUT_DOWN ? ImageKind.REST : ImageKind.IMAGE;
        Lsn from = kind == ImageKind.REST ? control.checkpointLsn() : control.redoLsn();
        WalEnd end = WalWalker.findEnd(folder, control.walSegmentBytes(), from);
        if (end.endLsnExclusive().isAfter(point)) {
            requireEarlierStartAt(timeline, segments, point);
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
        refuseSharedSegments(timeline, folder, segments, point);
        return Optional.of(
                new Expectation(timeline, kind, point, end.lastRecordStart(), segments));
    }

    /**
     * After the start: recovery ended at the point, or the server began there without one.
     *
     * @throws UnreachablePointException if not; the server must be stopped and not be used
     */
    public void after(Expectation expected) throws IOException {
        boolean began =
                RecoveryCheck.beganAt(
                        walFolders.of(expected.timeline()),
                        expected.segments(),
                        expected.end(),
                        expected.lastRecordStart(),
                        expected.kind() == ImageKind.IMAGE);
        if (!began) {
            throw wrong(
                    expected.timeline(),
                    "its server did not go on writing at %s, where it had to begin"
                            .formatted(expected.end()));
        }
    }

    /** WAL goes on behind the point: then a start of this timeline must have written it. */
    private void requireEarlierStartAt(TimelineId timeline, WalSegments segments, Lsn point)
            throws IOException {
        Path folder = walFolders.of(timeline);
        WalLineage own = WalLineage.of(folder, segments);
        Lsn first = segments.startOf(segments.numbersIn(folder).first());
        Lsn last = Lsn.ZERO;
        try (WalWalker walker = WalWalker.openAtFirstRecord(own, first)) {
            for (WalRecord record = walker.next();
                    record != null && record.lsn().isBefore(point);
                    record = walker.next()) {
                last = record.lsn();
            }
        }
        if (!RecoveryCheck.beganAt(folder, segments, point, last, false)) {
            throw wrong(timeline, "its WAL does not go on from %s".formatted(point));
        }
    }

    private static void refuseSharedSegments(
            TimelineId timeline, Path folder, WalSegments segments, Lsn point)
            throws IOException {
        String first = segments.nameOf(segments.numberOf(point));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean writable =
                        Files.isRegularFile(file)
                                && file.getFileName().toString().compareTo(first) >= 0;
                if (writable && (int) Files.getAttribute(file, "unix:nlink") != 1) {
                    throw wrong(
                            timeline,
                            "its segment %s is shared with another timeline"
                                    .formatted(file.getFileName()));
                }
            }
        }
    }

    private static UnreachablePointException wrong(TimelineId timeline, String what) {
        return new UnreachablePointException(
                "Timeline %s is not served, because %s. Nothing was lost: reset the branch, or create it again."
                        .formatted(timeline, what));
    }
}
