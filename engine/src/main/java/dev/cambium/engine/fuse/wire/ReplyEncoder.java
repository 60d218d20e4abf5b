package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseFiles.Attributes;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.FuseFiles.SpaceLimits;
import dev.cambium.engine.fuse.abi.Protocol;
import dev.cambium.engine.fuse.abi.ReplyLayout.Attr;
import dev.cambium.engine.fuse.abi.ReplyLayout.AttrOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.EntryOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.InitOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.OpenOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.OutHeader;
import dev.cambium.engine.fuse.abi.ReplyLayout.StatfsOut;
import dev.cambium.engine.fuse.abi.ReplyLayout.WriteOut;
import dev.cambium.engine.page.Invariant;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Writes one reply after the other into the same buffer. Every method returns the length of the
 * whole reply in bytes, header included; what stood there before is gone. Not thread-safe.
 *
 * <p>How long the kernel may remember an answer is decided here. Only the kernel changes files, so
 * it may remember them for a year; but folders appear in the <em>root</em> through the engine, so
 * there nothing is remembered that says that a name is missing, nor the root's own attributes.
 */
public final class ReplyEncoder {

    /** How long names and attributes stay valid: as good as for ever. */
    private static final long YEAR_SECONDS = 365L * 24 * 60 * 60;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The unit of {@code st_blocks}, whatever the file system (stat(2)). */
    private static final long STAT_BLOCK_BYTES = 512;

    /** Preferred I/O size shown; larger than a page would make the kernel read more than asked. */
    private static final int BLOCK_BYTES = 4096;

    private final MemorySegment buffer;
    private final Owner owner;

    /**
     * @param buffer where replies are written: the header at its start, the payload behind
     */
    public ReplyEncoder(MemorySegment buffer, Owner owner) {
        this.buffer = buffer;
        this.owner = owner;
    }

    /** Nothing but success. */
    public int done(long unique) {
        return finish(unique, 0);
    }

    public int error(long unique, Errno errno) {
        header(unique, OutHeader.BYTES, -errno.number());
        return (int) OutHeader.BYTES;
    }

    public int init(long unique, InitReply reply) {
        MemorySegment out = payload(InitOut.BYTES).fill((byte) 0);
        out.set(JAVA_INT_UNALIGNED, InitOut.MAJOR, reply.major());
        out.set(JAVA_INT_UNALIGNED, InitOut.MINOR, reply.minor());
        out.set(JAVA_INT_UNALIGNED, InitOut.MAX_READAHEAD, reply.maxReadaheadBytes());
        out.set(JAVA_INT_UNALIGNED, InitOut.FLAGS, (int) reply.flags());
        out.set(JAVA_SHORT_UNALIGNED, InitOut.MAX_BACKGROUND, (short) reply.maxBackground());
        out.set(
                JAVA_SHORT_UNALIGNED,
                InitOut.CONGESTION_THRESHOLD,
                (short) reply.congestionThreshold());
        out.set(JAVA_INT_UNALIGNED, InitOut.MAX_WRITE, reply.maxWriteBytes());
        out.set(JAVA_INT_UNALIGNED, InitOut.TIME_GRAN, 1);
        out.set(JAVA_SHORT_UNALIGNED, InitOut.MAX_PAGES, (short) reply.maxPages());
        return finish(unique, InitOut.BYTES);
    }

    /** A node found or made. */
    public int entry(long unique, Attributes attributes) {
        writeEntry(payload(EntryOut.BYTES), attributes);
        return finish(unique, EntryOut.BYTES);
    }

    /**
     * No node of that name in {@code folder}; the kernel may remember that unless it is the root.
     */
    public int missing(long unique, NodeId folder) {
        if (folder.equals(NodeId.ROOT)) {
            return error(unique, Errno.ENOENT);
        }
        MemorySegment out = payload(EntryOut.BYTES).fill((byte) 0);
        out.set(JAVA_LONG_UNALIGNED, EntryOut.ENTRY_VALID, YEAR_SECONDS);
        return finish(unique, EntryOut.BYTES);
    }

    /** A file made and opened at once. */
    public int created(long unique, Attributes attributes) {
        MemorySegment out = payload(EntryOut.BYTES + OpenOut.BYTES);
        writeEntry(out, attributes);
        writeOpen(out.asSlice(EntryOut.BYTES), 0, Protocol.FOPEN_KEEP_CACHE);
        return finish(unique, EntryOut.BYTES + OpenOut.BYTES);
    }

    public int attributes(long unique, Attributes attributes) {
        MemorySegment out = payload(AttrOut.BYTES).fill((byte) 0);
        out.set(JAVA_LONG_UNALIGNED, AttrOut.ATTR_VALID, validSeconds(attributes.node()));
        writeAttr(out.asSlice(AttrOut.ATTR, Attr.BYTES), attributes);
        return finish(unique, AttrOut.BYTES);
    }

    /** A folder opened; its listing is not to be cached, since the engine may change it. */
    public int openedFolder(long unique, long handle) {
        writeOpen(payload(OpenOut.BYTES), handle, 0);
        return finish(unique, OpenOut.BYTES);
    }

    public int text(long unique, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        payload(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        return finish(unique, bytes.length);
    }

    public int written(long unique, int bytes) {
        MemorySegment out = payload(WriteOut.BYTES).fill((byte) 0);
        out.set(JAVA_INT_UNALIGNED, WriteOut.SIZE, bytes);
        return finish(unique, WriteOut.BYTES);
    }

    public int space(long unique, SpaceLimits space) {
        MemorySegment out = payload(StatfsOut.BYTES).fill((byte) 0);
        out.set(JAVA_LONG_UNALIGNED, StatfsOut.BLOCKS, space.totalBytes() / BLOCK_BYTES);
        out.set(JAVA_LONG_UNALIGNED, StatfsOut.BFREE, space.freeBytes() / BLOCK_BYTES);
        out.set(JAVA_LONG_UNALIGNED, StatfsOut.BAVAIL, space.availableBytes() / BLOCK_BYTES);
        out.set(JAVA_LONG_UNALIGNED, StatfsOut.FILES, space.freeNodes());
        out.set(JAVA_LONG_UNALIGNED, StatfsOut.FFREE, space.freeNodes());
        out.set(JAVA_INT_UNALIGNED, StatfsOut.BSIZE, BLOCK_BYTES);
        out.set(JAVA_INT_UNALIGNED, StatfsOut.FRSIZE, BLOCK_BYTES);
        out.set(JAVA_INT_UNALIGNED, StatfsOut.NAMELEN, Protocol.NAME_BYTES);
        return finish(unique, StatfsOut.BYTES);
    }

    /** Where the payload of a reply goes, to be filled and then sent by {@link #data}. */
    public MemorySegment payload(long bytes) {
        return buffer.asSlice(OutHeader.BYTES, bytes);
    }

    /** A reply whose first {@code bytes} bytes of payload are in place already. */
    public int data(long unique, int bytes) {
        return finish(unique, bytes);
    }

    private int finish(long unique, long payloadBytes) {
        long length = OutHeader.BYTES + payloadBytes;
        Invariant.check(
                payloadBytes >= 0 && length <= buffer.byteSize(),
                "a reply of %d bytes in a buffer of %d",
                length,
                buffer.byteSize());
        header(unique, length, 0);
        return (int) length;
    }

    private void header(long unique, long length, int error) {
        buffer.set(JAVA_INT_UNALIGNED, OutHeader.LEN, (int) length);
        buffer.set(JAVA_INT_UNALIGNED, OutHeader.ERROR, error);
        buffer.set(JAVA_LONG_UNALIGNED, OutHeader.UNIQUE, unique);
    }

    private void writeEntry(MemorySegment out, Attributes attributes) {
        out.fill((byte) 0);
        out.set(JAVA_LONG_UNALIGNED, EntryOut.NODEID, attributes.node().value());
        out.set(JAVA_LONG_UNALIGNED, EntryOut.ENTRY_VALID, YEAR_SECONDS);
        out.set(JAVA_LONG_UNALIGNED, EntryOut.ATTR_VALID, validSeconds(attributes.node()));
        writeAttr(out.asSlice(EntryOut.ATTR, Attr.BYTES), attributes);
    }

    private static void writeOpen(MemorySegment out, long handle, int flags) {
        out.fill((byte) 0);
        out.set(JAVA_LONG_UNALIGNED, OpenOut.FH, handle);
        out.set(JAVA_INT_UNALIGNED, OpenOut.OPEN_FLAGS, flags);
    }

    private void writeAttr(MemorySegment out, Attributes from) {
        long seconds = Math.floorDiv(from.modifiedNanos(), NANOS_PER_SECOND);
        int nanos = Math.floorMod(from.modifiedNanos(), (int) NANOS_PER_SECOND);
        long blocks = Math.ceilDiv(from.allocatedBytes(), STAT_BLOCK_BYTES);
        out.set(JAVA_LONG_UNALIGNED, Attr.INO, from.node().value());
        out.set(JAVA_LONG_UNALIGNED, Attr.SIZE, from.sizeBytes());
        out.set(JAVA_LONG_UNALIGNED, Attr.BLOCKS, blocks);
        out.set(JAVA_LONG_UNALIGNED, Attr.ATIME, seconds);
        out.set(JAVA_LONG_UNALIGNED, Attr.MTIME, seconds);
        out.set(JAVA_LONG_UNALIGNED, Attr.CTIME, seconds);
        out.set(JAVA_INT_UNALIGNED, Attr.ATIMENSEC, nanos);
        out.set(JAVA_INT_UNALIGNED, Attr.MTIMENSEC, nanos);
        out.set(JAVA_INT_UNALIGNED, Attr.CTIMENSEC, nanos);
        out.set(JAVA_INT_UNALIGNED, Attr.MODE, mode(from));
        out.set(JAVA_INT_UNALIGNED, Attr.NLINK, from.links());
        out.set(JAVA_INT_UNALIGNED, Attr.UID, owner.userId());
        out.set(JAVA_INT_UNALIGNED, Attr.GID, owner.groupId());
        out.set(JAVA_INT_UNALIGNED, Attr.BLKSIZE, BLOCK_BYTES);
    }

    private static long validSeconds(NodeId node) {
        return node.equals(NodeId.ROOT) ? 0 : YEAR_SECONDS;
    }

    private static int mode(Attributes attributes) {
        int type =
                switch (attributes.kind()) {
                    case FILE -> Protocol.S_IFREG;
                    case FOLDER -> Protocol.S_IFDIR;
                    case LINK -> Protocol.S_IFLNK;
                };
        return type | (attributes.permissions() & Protocol.PERMISSIONS);
    }
}
