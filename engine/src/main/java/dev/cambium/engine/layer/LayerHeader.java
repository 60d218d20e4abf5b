package dev.cambium.engine.layer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The head of a layer's log: magic, format version, the layer, the layer below it, the timeline it
 * was made for, and a CRC32C.
 *
 * @param version the format of the log; version 1 has no {@link NameChange.Kept}
 * @param parent the number of the layer below; 0 for a root layer
 * @param timeline the timeline that writes to this layer while it is open
 */
record LayerHeader(int version, LayerId layer, long parent, String timeline) {

    static final long MAGIC = 0x43414d424c4f4721L; // CAMBLOG!
    static final int VERSION = 2;
    private static final int OLDEST_VERSION = 1;

    /** Of a new log. */
    LayerHeader(LayerId layer, long parent, String timeline) {
        this(VERSION, layer, parent, timeline);
    }

    /** Whether {@link NameChange.Kept} may be among the records. */
    boolean knowsKept() {
        return version > OLDEST_VERSION;
    }

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeInt(version);
        out.writeLong(layer.value());
        out.writeLong(parent);
        out.writeUTF(timeline);
        CRC32C crc = new CRC32C();
        crc.update(bytes.toByteArray());
        out.writeInt((int) crc.getValue());
        return bytes.toByteArray();
    }

    /**
     * Reads the header at the start of {@code log}.
     *
     * @throws UnreadableFileException if there is no whole header there
     */
    static LayerHeader decode(Path path, ByteBuffer log) throws IOException {
        byte[] bytes = new byte[log.remaining()];
        log.duplicate().get(bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            if (in.readLong() != MAGIC) {
                throw new UnreadableFileException.Corrupt(path, "it is not a layer's log");
            }
            int version = in.readInt();
            UnreadableFileException.checkVersion(path, version, OLDEST_VERSION, VERSION);
            long layer = in.readLong();
            long parent = in.readLong();
            String timeline = in.readUTF();
            int covered = bytes.length - in.available();
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, covered);
            if (in.readInt() != (int) crc.getValue() || layer <= 0) {
                throw new UnreadableFileException.Corrupt(path, "its header has a wrong checksum");
            }
            return new LayerHeader(version, new LayerId(layer), parent, timeline);
        } catch (java.io.EOFException | java.io.UTFDataFormatException e) {
            throw new UnreadableFileException.Corrupt(path, "its header is cut off");
        }
    }
}
