package dev.cambium.engine.layer;

import dev.cambium.engine.posix.SparseFile;
import dev.cambium.engine.posix.SparseFile.Extent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out which blocks a data file holds after the engine ended without saying so: what is data
 * is present, what is a hole is not.
 *
 * <p>A crash may have cut a write in two, so that a block is part data, part hole (file systems
 * count in units of 4 KiB or less). Such a block was never confirmed to anyone, but it must not be
 * read as half zeros either: its holes are filled from the layers below, and only then does it
 * count.
 */
final class PresenceScan {

    private PresenceScan() {}

    /**
     * Reads the presence bits of a file from its extents.
     *
     * @param below where the bytes come from that this layer does not have, the layer's own
     *     truncations taken into account
     */
    static PresenceBits scan(Path path, FileChain below, Disk disk) throws IOException {
        List<Extent> data;
        long length;
        try (SparseFile file = new SparseFile(path)) {
            data = file.dataExtents();
            length = file.lengthBytes();
        }
        PresenceBits bits = new PresenceBits();
        List<Extent> gaps = new ArrayList<>();
        long seenEnd = 0;
        for (Extent extent : data) {
            long start = extent.startBytes();
            long end = Math.min(extent.endBytes(), length);
            long startBlock = Blocks.startOf(Blocks.holding(start));
            if (startBlock < start) {
                gaps.add(new Extent(Math.max(startBlock, seenEnd), start));
            }
            seenEnd = end;
            bits.add(Blocks.holding(start), Blocks.count(end));
        }
        addTailGaps(data, length, gaps);
        fill(path, gaps, below, disk);
        return bits;
    }

    /** Holes between the end of an extent and the end of its block, up to what follows. */
    private static void addTailGaps(List<Extent> data, long length, List<Extent> gaps) {
        for (int i = 0; i < data.size(); i++) {
            long end = Math.min(data.get(i).endBytes(), length);
            long blockEnd = Math.min(Blocks.endOf(Blocks.holding(end)), length);
            long next = i + 1 < data.size() ? data.get(i + 1).startBytes() : Long.MAX_VALUE;
            // A following extent in the same block has the hole before it in the list already.
            if (end % Blocks.BYTES != 0 && end < blockEnd && next >= blockEnd) {
                gaps.add(new Extent(end, blockEnd));
            }
        }
    }

    private static void fill(Path path, List<Extent> gaps, FileChain below, Disk disk)
            throws IOException {
        if (gaps.isEmpty()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (Extent gap : gaps) {
                if (gap.startBytes() < gap.endBytes()) {
                    ByteBuffer bytes =
                            ByteBuffer.allocate((int) (gap.endBytes() - gap.startBytes()));
                    below.read(gap.startBytes(), bytes);
                    disk.write(path, channel, bytes.flip(), gap.startBytes());
                }
            }
        }
    }
}
