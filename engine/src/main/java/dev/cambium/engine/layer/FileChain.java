package dev.cambium.engine.layer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The data files of one file, newest layer first: where each of its bytes is found.
 *
 * <p>A block belongs to the newest layer that has it. A truncation in a layer hides the bytes of
 * the layers below it from the cut on, for good: what lies behind reads as zero until it is
 * written. Thread-safe; may be read while the newest data file is written.
 */
record FileChain(List<DataFile> newestFirst) {

    /** The layer's share that a block is read from: bytes from {@code visibleBytes} on are zero. */
    private record Source(@Nullable DataFile file, long visibleBytes) {
        static final Source ZEROS = new Source(null, 0);
    }

    /** Where a chain comes from. */
    interface Lookup {
        /**
         * The chain as it is known.
         *
         * @param again to be looked up anew: the one answered before was outrun by a merge
         */
        FileChain chain(boolean again) throws IOException;
    }

    /** A merge takes long and a look-up does not: two in a row are already hard to come by. */
    private static final int LOOKUPS_MAX = 100;

    /** Reads as {@link #read(long, ByteBuffer)} does, by a chain that is still there. */
    static void read(Lookup lookup, long offsetBytes, ByteBuffer target) throws IOException {
        int start = target.position();
        int end = target.limit();
        for (int i = 1; true; i++) {
            try {
                lookup.chain(i > 1).read(offsetBytes, target);
                return;
            } catch (DataFile.Gone outrun) {
                if (i == LOOKUPS_MAX) {
                    throw outrun;
                }
                target.limit(end).position(start);
            }
        }
    }

    /** Whether any of these layers has the block, so that none below matters. */
    boolean holds(long block) {
        return sourceOf(block).file() != null;
    }

    /**
     * The one data file that holds all that can be seen of these layers, and nothing more; null if
     * there is none.
     */
    @Nullable DataFile only() {
        long blocks = Blocks.count(lengthBytes());
        DataFile only = null;
        for (long block = 0; block < blocks; block++) {
            Source source = sourceOf(block);
            DataFile file = source.file();
            if (file != null) {
                long end = Math.min(Blocks.endOf(block), file.lengthBytes());
                if ((only != null && only != file) || source.visibleBytes() < end) {
                    return null;
                }
                only = file;
            }
        }
        return only == null || only.present().count() == heldOf(only, blocks) ? only : null;
    }

    private long heldOf(DataFile file, long blocks) {
        long held = 0;
        for (long block = 0; block < blocks; block++) {
            if (sourceOf(block).file() == file) {
                held++;
            }
        }
        return held;
    }

    /** Behind the last byte that any of these layers holds. */
    long lengthBytes() {
        long length = 0;
        for (DataFile file : newestFirst) {
            length = Math.max(length, file.lengthBytes());
        }
        return length;
    }

    /** Bytes of the layers below these from here on are invisible. */
    long lowerVisibleBytes() {
        long visible = Long.MAX_VALUE;
        for (DataFile file : newestFirst) {
            visible = Math.min(visible, file.lowerVisibleBytes());
        }
        return visible;
    }

    /**
     * Fills {@code target} from an offset on; neighbouring blocks of one layer are read at once.
     */
    void read(long offsetBytes, ByteBuffer target) throws IOException {
        long position = offsetBytes;
        long end = offsetBytes + target.remaining();
        int limit = target.limit();
        while (position < end) {
            Source source = sourceOf(Blocks.holding(position));
            long runEnd = Math.min(end, Blocks.endOf(Blocks.holding(position)));
            while (runEnd < end && sourceOf(Blocks.holding(runEnd)).file() == source.file()) {
                runEnd = Math.min(end, runEnd + Blocks.BYTES);
            }
            target.limit(target.position() + (int) (runEnd - position));
            readRun(source, position, target);
            target.limit(limit);
            position = runEnd;
        }
    }

    private Source sourceOf(long block) {
        long visible = Long.MAX_VALUE;
        // An indexed loop: this is run for every block read.
        for (int i = 0; i < newestFirst.size(); i++) {
            DataFile file = newestFirst.get(i);
            if (file.holds(block)) {
                return new Source(file, visible);
            }
            visible = Math.min(visible, file.lowerVisibleBytes());
            if (Blocks.startOf(block) >= visible) {
                return Source.ZEROS;
            }
        }
        return Source.ZEROS;
    }

    private static void readRun(Source source, long offset, ByteBuffer target) throws IOException {
        DataFile file = source.file();
        int runLimit = target.limit();
        if (file != null) {
            long end = Math.min(source.visibleBytes(), file.lengthBytes());
            int count = Math.clamp(end - offset, 0, target.remaining());
            if (count > 0) {
                target.limit(target.position() + count);
                file.read(offset, target);
                target.limit(runLimit);
            }
        }
        zeroRest(target);
    }

    /** Fills what remains with zeros. */
    static void zeroRest(ByteBuffer target) {
        MemorySegment.ofBuffer(target).fill((byte) 0);
        target.position(target.limit());
    }
}
