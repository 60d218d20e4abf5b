package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.Protocol;
import dev.cambium.engine.fuse.abi.ReplyLayout.NotifyInvalEntryOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.NotifyInvalInodeOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.OutHeader;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Messages that the kernel did not ask for: an out header with unique 0 and a code for an error.
 */
public final class NotificationEncoder {

    private NotificationEncoder() {}

    /** The kernel shall forget a name of {@code folder}, known to exist or to be missing. */
    public static MemorySegment entryGone(SegmentAllocator memory, NodeId folder, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long payload = NotifyInvalEntryOut.BYTES + bytes.length + 1;
        MemorySegment message = start(memory, payload, Protocol.NOTIFY_INVAL_ENTRY);
        MemorySegment out = message.asSlice(OutHeader.BYTES);
        out.set(JAVA_LONG_UNALIGNED, NotifyInvalEntryOut.PARENT, folder.value());
        out.set(JAVA_INT_UNALIGNED, NotifyInvalEntryOut.NAMELEN, bytes.length);
        MemorySegment.copy(bytes, 0, out, JAVA_BYTE, NotifyInvalEntryOut.BYTES, bytes.length);
        return message;
    }

    /** The kernel shall forget the attributes and all cached pages of a node. */
    public static MemorySegment nodeChanged(SegmentAllocator memory, NodeId node) {
        MemorySegment message =
                start(memory, NotifyInvalInodeOut.BYTES, Protocol.NOTIFY_INVAL_INODE);
        MemorySegment out = message.asSlice(OutHeader.BYTES);
        out.set(JAVA_LONG_UNALIGNED, NotifyInvalInodeOut.INO, node.value());
        out.set(JAVA_LONG_UNALIGNED, NotifyInvalInodeOut.OFF, 0);
        // 0 or less: to the end of the file.
        out.set(JAVA_LONG_UNALIGNED, NotifyInvalInodeOut.LEN, 0);
        return message;
    }

    private static MemorySegment start(SegmentAllocator memory, long payload, int code) {
        MemorySegment message = memory.allocate(OutHeader.BYTES + payload, 8).fill((byte) 0);
        message.set(JAVA_INT_UNALIGNED, OutHeader.LEN, (int) message.byteSize());
        message.set(JAVA_INT_UNALIGNED, OutHeader.ERROR, code);
        return message;
    }
}
