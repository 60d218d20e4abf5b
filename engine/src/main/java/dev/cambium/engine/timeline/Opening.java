package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.WalCut;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalStop;
import dev.cambium.engine.wal.WalWalker;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Opens points: makes a new timeline whose Postgres will find itself at exactly one LSN.
 *
 * <p>The new timeline gets a fork of the image's files and WAL from the image's redo position up to
 * the point: links to full segments, and its own copy of the one that holds the point, zero from
 * there on. Stock crash recovery replays it and stops there. Thread-safe.
 */
public final class Opening {

    /** How the files end that unlogged tables and indexes are made empty from. */
    private static final String INIT_FORK = "_init";

    /** Seals never change, so that one look is enough; this many of them are remembered. */
    private static final int LOOKED_AT_MAX = 100;

    private final Volume volume;
    private final WalFolders walFolders;

    /** Whether the seals looked at last hold unlogged tables. */
    private final Map<SealId, Boolean> unlogged =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<SealId, Boolean> eldest) {
                            return size() > LOOKED_AT_MAX;
                        }
                    });

    public Opening(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /**
     * Makes a timeline at a point of the image's timeline. It is durable when this returns. All WAL
     * that will be replayed is read first, and so proven to be there and whole.
     *
     * @param lsn X, between two records; not before the image's end
     * @throws UnreachablePointException if X cannot be reached from this image, also because WAL is
     *     missing or damaged; nothing is left then
     */
    public void open(Image image, Lsn lsn, TimelineId child) throws IOException {
        refuseUnreachable(image, lsn);
        open(image, lsn, child, wal -> wholeWal(image, lsn, wal));
    }

    /**
     * As {@link #open(Image, Lsn, TimelineId)} at the end of an image that was sealed a moment ago:
     * its WAL was read to find that end.
     */
    public void openPresent(Image image, TimelineId child) throws IOException {
        open(image, image.end(), child, wal -> presentEnd(image));
    }

    /**
     * Keeps what a point needs without making its files: the WAL to replay, in a folder of a
     * timeline of its own, of which the image is one from then on. It is durable when this returns.
     *
     * @param lsn as for {@link #open(Image, Lsn, TimelineId)}
     */
    public void keep(Image image, Lsn lsn, TimelineId keeper) throws IOException {
        refuseUnreachable(image, lsn);
        keep(image, keeper, wal -> wholeWal(image, lsn, wal));
    }

    /** As {@link #keep(Image, Lsn, TimelineId)} at the end of an image sealed a moment ago. */
    public void keepPresent(Image image, TimelineId keeper) throws IOException {
        keep(image, keeper, wal -> presentEnd(image));
    }

    private void keep(Image image, TimelineId keeper, Finding finding) throws IOException {
        byte[] controlFile = volume.read(image.seal(), ControlFile.PATH);
        ControlFile control = checkedControl(image, controlFile);
        try {
            cutWal(image, control, keeper, finding);
        } catch (IOException | RuntimeException e) {
            discard(keeper);
            throw e;
        }
    }

    /** Finds the place of a point in WAL. */
    private interface Finding {
        WalEnd in(WalFolder wal) throws IOException;
    }

    /** Files and WAL have nothing to do with one another, and each waits for the disk. */
    private void open(Image image, Lsn lsn, TimelineId child, Finding finding) throws IOException {
        byte[] controlFile = volume.read(image.seal(), ControlFile.PATH);
        ControlFile control = checkedControl(image, controlFile);
        byte @Nullable [] forked = mustTurn(image, lsn) ? ControlFile.turned(controlFile) : null;
        try {
            SideBySide.run(
                    () -> cutWal(image, control, child, finding),
                    () -> fork(image.seal(), child, forked));
        } catch (IOException | RuntimeException e) {
            discard(child);
            throw e;
        }
    }

    private void fork(SealId seal, TimelineId child, byte @Nullable [] controlFile)
            throws IOException {
        if (controlFile == null) {
            volume.fork(seal, child, walFolders.of(child));
        } else {
            volume.fork(seal, child, walFolders.of(child), controlFile);
        }
    }

    /** Makes the WAL folder of a timeline that begins at a point. */
    private void cutWal(Image image, ControlFile control, TimelineId timeline, Finding finding)
            throws IOException {
        Path walFolder = walFolders.create(timeline);
        WalFolder source = new WalFolder(walFolders.of(image.timeline()), control.segments());
        WalCut.cut(source, image.redo(), finding.in(source), walFolder);
        walFolders.sync();
    }

    private static WalEnd presentEnd(Image image) {
        return new WalEnd(image.end(), image.lastRecordStart(), image.end(), WalStop.LIMIT);
    }

    /** Deletes a timeline with its WAL, whole or half made; does nothing if there is none. */
    public void discard(TimelineId timeline) throws IOException {
        if (volume.timelines().contains(timeline)) {
            volume.delete(timeline);
        }
        walFolders.delete(timeline);
    }

    /** Gives up a seal that was taken for an opening; does nothing if there is none. */
    public void discard(SealId seal) throws IOException {
        unlogged.remove(seal);
        if (volume.seals().contains(seal)) {
            volume.discard(seal);
        }
    }

    private static void refuseUnreachable(Image image, Lsn lsn) throws UnreachablePointException {
        if (lsn.isBefore(image.end())) {
            throw new UnreachablePointException(
                    "%s cannot be opened from an image that ends at %s: its pages are newer than that."
                            .formatted(new Point(image.timeline(), lsn), image.end()));
        }
    }

    /**
     * Whether a rest must be made to look like the state of a running server, so that recovery
     * runs: to replay what was written after the clean stop, or to empty unlogged tables, which a
     * server that was stopped cleanly keeps.
     */
    private boolean mustTurn(Image image, Lsn lsn) throws IOException {
        return switch (image.kind()) {
            case IMAGE -> false;
            case REST -> lsn.isAfter(image.end()) || hasUnloggedRelations(image.seal());
        };
    }

    /** Asked of one seal again and again, while nobody writes to a branch that others leave. */
    private boolean hasUnloggedRelations(SealId seal) throws IOException {
        Boolean known = unlogged.get(seal);
        if (known == null) {
            known = volume.files(seal, "base").stream().anyMatch(file -> file.endsWith(INIT_FORK));
            unlogged.put(seal, known);
        }
        return known;
    }

    /**
     * Of a rest, the redo position is that of its shutdown checkpoint, which is its last record.
     */
    private static WalEnd wholeWal(Image image, Lsn lsn, WalFolder wal) throws IOException {
        WalEnd end = WalWalker.roundDown(wal, image.redo(), lsn);
        if (end.reason() != WalStop.LIMIT) {
            throw new UnreachablePointException(
                    "%s cannot be opened: the WAL to replay, from %s on, ends at %s, because %s. Choose a moment before that, or one behind the next image."
                            .formatted(
                                    new Point(image.timeline(), lsn),
                                    image.redo(),
                                    end.endLsnExclusive(),
                                    end.reason().sentence()));
        }
        if (!end.endLsnExclusive().equals(lsn)) {
            throw new UnreachablePointException(
                    "%s lies inside a record of WAL; the place before it is %s."
                            .formatted(lsn, end.endLsnExclusive()));
        }
        return end;
    }

    /** Compares the pg_control of the seal with what was noted of it. */
    private static ControlFile checkedControl(Image image, byte[] controlFile) throws IOException {
        ControlFile control = ControlFile.parse(controlFile);
        ControlState expected =
                switch (image.kind()) {
                    case IMAGE -> ControlState.IN_PRODUCTION;
                    case REST -> ControlState.SHUT_DOWN;
                };
        if (control.state() != expected || !control.redoLsn().equals(image.redo())) {
            throw new UnreachablePointException(
                    "The seal %s is not what was noted of it: %s, redo at %s."
                            .formatted(image.seal(), control.state(), control.redoLsn()));
        }
        return control;
    }
}
