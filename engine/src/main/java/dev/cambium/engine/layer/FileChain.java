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
