package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.WalCut;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalWalker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Makes a timeline without a parent out of some files of one whose server was stopped cleanly. Of
 * its WAL only the segment with the checkpoint of that stop comes along, so that the new timeline
 * starts without recovery. The two share no byte on disk. Thread-safe.
 */
public final class Extraction {

    private final Volume volume;
    private final WalFolders walFolders;

    public Extraction(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /**
     * Makes the timeline; durable when this returns.
     *
     * @param keeps which files come along, as {@link Volume#extract} asks for them
     * @param switched where WAL was switched to a new segment; none of the WAL up to there comes
     *     along
     * @throws IOException if the source did not come to rest, or files cannot be made; nothing is
     *     left then
     */
    public void extract(TimelineId source, Predicate<String> keeps, Lsn switched, TimelineId target)
            throws IOException {
        ControlFile control = ControlFile.parse(volume.read(source, ControlFile.PATH));
        if (control.state() != ControlState.SHUT_DOWN) {
            throw new IOException("%s was not stopped cleanly".formatted(source));
        }
        Path walFolder = walFolders.create(target);
        try {
            WalFolder wal = new WalFolder(walFolders.of(source), control.segments());
            // Without a hole: a timeline without a parent has no birth that ends one.
            Lsn whole = startOfSegment(control, control.checkpointLsn());
            WalCut.cut(wal, whole, rest(wal, control, switched), walFolder);
            walFolders.sync();
            volume.extract(source, keeps, target, walFolder);
        } catch (IOException | RuntimeException e) {
            if (volume.timelines().contains(target)) {
                volume.delete(target);
            }
            walFolders.delete(target);
            throw e;
        }
    }

    private static Lsn startOfSegment(ControlFile control, Lsn lsn) {
        return control.segments().startOf(control.segments().numberOf(lsn));
    }

    /** The end of the shutdown checkpoint, in the first segment after the switch. */
    private static WalEnd rest(WalFolder wal, ControlFile control, Lsn switched)
            throws IOException {
        WalEnd end = WalWalker.findEnd(wal, control.checkpointLsn());
        Invariant.check(
                end.lastRecordStart().equals(control.checkpointLsn()),
                "there is WAL behind the clean stop at %s",
                control.checkpointLsn());
        long segment = control.segments().numberOf(end.lastRecordStart());
        Invariant.check(
                segment > control.segments().numberOf(switched.plus(-1))
                        && segment == control.segments().numberOf(end.endLsnExclusive().plus(-1)),
                "the checkpoint at %s is not in a segment of its own behind %s",
                end.lastRecordStart(),
                switched);
        return end;
    }
}
