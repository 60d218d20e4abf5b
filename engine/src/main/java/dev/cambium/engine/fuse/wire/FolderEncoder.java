package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.cambium.engine.fuse.FuseFiles.Entry;
import dev.cambium.engine.fuse.FuseFiles.Kind;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.ReplyLayout.Dirent;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a part of a folder's listing as the kernel wants it. Positions count names: 0 and 1 are
 * "." and "..", then come the entries; the position behind a name is that of the next.
 */
public final class FolderEncoder {

    /** Records begin at multiples of eight bytes: {@code FUSE_DIRENT_ALIGN}. */
    private static final long ALIGNMENT = 8;

    /** {@code d_type} of readdir(3). */
    private static final int DT_DIR = 4;

    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    private FolderEncoder() {}

    /**
     * Fills {@code out} with as many names as fit.
     *
     * @param position of the first name
     * @return how many bytes were written; 0 at the end of the folder
     */
    public static int encode(MemorySegment out, NodeId folder, List<Entry> entries, long position) {
        long written = 0;
        for (long at = position; at < entries.size() + 2L; at++) {
            // The parent's number is not known here, and nobody believes the one of "..".
            Entry entry =
                    at < 2
                            ? new Entry(at == 0 ? "." : "..", folder, Kind.FOLDER)
                            : entries.get((int) at - 2);
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            long length = Math.ceilDiv(Dirent.BYTES + name.length, ALIGNMENT) * ALIGNMENT;
            if (written + length > out.byteSize()) {
                break;
            }
            MemorySegment record = out.asSlice(written, length).fill((byte) 0);
            record.set(JAVA_LONG_UNALIGNED, Dirent.INO, entry.node().value());
            record.set(JAVA_LONG_UNALIGNED, Dirent.OFF, at + 1);
            record.set(JAVA_INT_UNALIGNED, Dirent.NAMELEN, name.length);
            record.set(JAVA_INT_UNALIGNED, Dirent.TYPE, type(entry.kind()));
            MemorySegment.copy(name, 0, record, JAVA_BYTE, Dirent.BYTES, name.length);
            written += length;
        }
        return (int) written;
    }

    private static int type(Kind kind) {
        return switch (kind) {
            case FILE -> DT_REG;
            case FOLDER -> DT_DIR;
            case LINK -> DT_LNK;
        };
    }
}
