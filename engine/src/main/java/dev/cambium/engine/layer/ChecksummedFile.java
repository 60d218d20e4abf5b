package dev.cambium.engine.layer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A small file that is written whole and replaced in one step: magic (8 bytes), format version (4),
 * payload length (4), payload, CRC32C of all that (4).
 */
final class ChecksummedFile {

    /** What a kind of file is called by in its first bytes, and its version. */
    record Kind(long magic, int version) {}

    /** Ends the name of a file that is not yet complete. */
    static final String UNFINISHED = ".tmp";

    private static final int OVERHEAD_BYTES = 20;

    private ChecksummedFile() {}

    /** Something that writes fields. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /**
     * Replaces {@code path} by the given content: durable when this returns, the old content or the
     * new one after a crash. The folder must exist.
     */
    static void write(Path path, Kind kind, Disk disk, Writer content) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        content.write(new DataOutputStream(payload));
        ByteBuffer file = ByteBuffer.allocate(payload.size() + OVERHEAD_BYTES);
        file.putLong(kind.magic()).putInt(kind.version()).putInt(payload.size());
        file.put(payload.toByteArray());
        CRC32C crc = new CRC32C();
        crc.update(file.duplicate().flip());
        file.putInt((int) crc.getValue()).flip();
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                disk.write(unfinished, channel, file, 0);
                disk.sync(unfinished, channel);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            try {
                Files.deleteIfExists(unfinished);
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        disk.syncFolder(LayerFolder.parentOf(path));
    }

    /**
     * The payload of a file.
     *
     * @throws UnreadableFileException if it is not whole, or of another version
     */
    static DataInputStream read(Path path, Kind kind) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < OVERHEAD_BYTES || file.getLong() != kind.magic()) {
            throw new UnreadableFileException.Corrupt(path, "it does not start as it should");
        }
        UnreadableFileException.checkVersion(path, file.getInt(), kind.version());
        int length = file.getInt();
        if (length != bytes.length - OVERHEAD_BYTES) {
            throw new UnreadableFileException.Corrupt(path, "its length is wrong");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        if (file.getInt(bytes.length - 4) != (int) crc.getValue()) {
            throw new UnreadableFileException.Corrupt(path, "its checksum is wrong");
        }
        return new DataInputStream(new ByteArrayInputStream(bytes, 16, length));
    }
}
