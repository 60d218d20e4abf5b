package dev.cambium.engine.layer;

import dev.cambium.engine.posix.SparseFile;
import dev.cambium.engine.posix.SparseFile.Extent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Finds out whether a file system tells data and holes apart exactly, block by block. If it does
 * not, a layer's presence could not be read back after a crash, and old or zero bytes would be
 * taken for new ones.
 */
final class HoleProbe {

    private HoleProbe() {}

    /**
     * @throws IOException with a sentence if layers cannot be kept in this folder
     */
    static void require(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "probe", ChecksummedFile.UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                // Zeros must count as data, too: some file systems drop them.
                channel.write(ByteBuffer.allocate(Blocks.BYTES), Blocks.startOf(1));
                channel.write(
                        ByteBuffer.allocate(Blocks.BYTES).put(0, (byte) 1), Blocks.startOf(5));
                channel.force(false);
            }
            try (SparseFile probed = new SparseFile(file)) {
                List<Extent> expected =
                        List.of(
                                new Extent(Blocks.startOf(1), Blocks.endOf(1)),
                                new Extent(Blocks.startOf(5), Blocks.endOf(5)));
                if (!probed.dataExtents().equals(expected)) {
                    throw new IOException(
                            folder
                                    + " is on a file system that does not keep holes of 8 KiB; use"
                                    + " another disk, or the copying volume");
                }
            }
        } finally {
            Files.delete(file);
        }
    }
}
