package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.InitFlag;
import dev.cambium.engine.fuse.abi.Opcode;
import dev.cambium.engine.fuse.abi.Protocol;
import dev.cambium.engine.fuse.abi.RequestLayout.BatchForgetIn;
import dev.cambium.engine.fuse.abi.RequestLayout.CreateIn;
import dev.cambium.engine.fuse.abi.RequestLayout.FallocateIn;
import dev.cambium.engine.fuse.abi.RequestLayout.ForgetIn;
import dev.cambium.engine.fuse.abi.RequestLayout.ForgetOne;
import dev.cambium.engine.fuse.abi.RequestLayout.FsyncIn;
import dev.cambium.engine.fuse.abi.RequestLayout.InHeader;
import dev.cambium.engine.fuse.abi.RequestLayout.InitIn;
import dev.cambium.engine.fuse.abi.RequestLayout.InterruptIn;
import dev.cambium.engine.fuse.abi.RequestLayout.MkdirIn;
import dev.cambium.engine.fuse.abi.RequestLayout.MknodIn;
import dev.cambium.engine.fuse.abi.RequestLayout.ReadIn;
import dev.cambium.engine.fuse.abi.RequestLayout.ReleaseIn;
import dev.cambium.engine.fuse.abi.RequestLayout.Rename2In;
import dev.cambium.engine.fuse.abi.RequestLayout.RenameIn;
import dev.cambium.engine.fuse.abi.RequestLayout.SetattrIn;
import dev.cambium.engine.fuse.abi.RequestLayout.WriteIn;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns the bytes that the kernel sent into a {@link Request}. Thread-safe: it has no state. */
public final class RequestDecoder {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private RequestDecoder() {}

    /**
     * Decodes a whole request.
     *
     * @param request the bytes, header included, and nothing behind them
     * @throws MalformedRequestException if bytes are missing or make no sense
     * @throws FuseError if the request is whole but no file system could grant it: a name that is
     *     too long, a special file
     */
    public static Request decode(RequestHeader header, MemorySegment request)
            throws MalformedRequestException, FuseError {
        Opcode opcode = Opcode.of(header.opcodeNumber());
        if (opcode == null) {
            return new Request.Refused(Errno.ENOSYS);
        }
        ArgumentCursor in = new ArgumentCursor(request, InHeader.BYTES);
        return switch (opcode) {
            case INIT -> init(in);
            case LOOKUP -> new Request.Lookup(name(in));
            case FORGET -> new Request.Forget(u64(in.take(ForgetIn.BYTES), ForgetIn.NLOOKUP));
            case BATCH_FORGET -> batchForget(in);
            case GETATTR -> new Request.GetAttributes();
            case SETATTR -> setAttributes(in.take(SetattrIn.BYTES));
            case READLINK -> new Request.ReadLink();
            case SYMLINK -> new Request.MakeLink(name(in), in.text());
            case MKNOD -> makeNode(in);
            case MKDIR -> makeFolder(in);
            case CREATE -> create(in);
            case UNLINK -> new Request.Unlink(name(in));
            case RMDIR -> new Request.RemoveFolder(name(in));
            case RENAME -> rename(in);
            case RENAME2 -> rename2(in);
            case READ -> read(in.take(ReadIn.BYTES));
            case WRITE -> write(in);
            case FALLOCATE -> allocate(in.take(FallocateIn.BYTES));
            case RELEASE -> new Request.ReleaseFile();
            case FSYNC -> new Request.Sync(dataOnly(in));
            case OPENDIR -> new Request.OpenFolder();
            case READDIR -> readFolder(in.take(ReadIn.BYTES));
            case RELEASEDIR ->
                    new Request.ReleaseFolder(u64(in.take(ReleaseIn.BYTES), ReleaseIn.FH));
            case FSYNCDIR -> new Request.SyncFolder();
            case STATFS -> new Request.SpaceQuery();
            case SYNCFS -> new Request.SyncAll();
            case INTERRUPT ->
                    new Request.Interrupt(u64(in.take(InterruptIn.BYTES), InterruptIn.UNIQUE));
            case DESTROY -> new Request.Destroy();
            // Two names for one file: a layer could not tell whose blocks are whose.
            case LINK -> new Request.Refused(Errno.EPERM);
            // The kernel then opens and closes files, keeps locks, copies and seeks by itself.
            case OPEN,
                    FLUSH,
                    SETXATTR,
                    GETXATTR,
                    LISTXATTR,
                    REMOVEXATTR,
                    GETLK,
                    SETLK,
                    SETLKW,
                    ACCESS,
                    BMAP,
                    IOCTL,
                    POLL,
                    NOTIFY_REPLY,
                    READDIRPLUS,
                    LSEEK,
                    COPY_FILE_RANGE,
                    SETUPMAPPING,
                    REMOVEMAPPING,
                    TMPFILE,
                    STATX,
                    COPY_FILE_RANGE_64 ->
                    new Request.Refused(Errno.ENOSYS);
        };
    }

    private static Request init(ArgumentCursor in) throws MalformedRequestException {
        // Before 7.36 the struct ended behind "flags".
        MemorySegment start = in.take(InitIn.FLAGS2);
        long flags = Integer.toUnsignedLong(u32(start, InitIn.FLAGS));
        if ((flags & InitFlag.INIT_EXT) != 0) {
            flags |= Integer.toUnsignedLong(u32(in.take(InitIn.BYTES - InitIn.FLAGS2), 0)) << 32;
        }
        return new Request.Init(
                u32(start, InitIn.MAJOR),
                u32(start, InitIn.MINOR),
                u32(start, InitIn.MAX_READAHEAD),
                flags);
    }

    private static Request batchForget(ArgumentCursor in) throws MalformedRequestException {
        int count = u32(in.take(BatchForgetIn.BYTES), BatchForgetIn.COUNT);
        if (count < 0 || count * ForgetOne.BYTES > in.remaining()) {
            throw new MalformedRequestException(
                    "%d forgotten nodes in %d bytes".formatted(count, in.remaining()));
        }
        List<Request.Forgotten> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MemorySegment one = in.take(ForgetOne.BYTES);
            nodes.add(
                    new Request.Forgotten(
                            new NodeId(u64(one, ForgetOne.NODEID)), u64(one, ForgetOne.NLOOKUP)));
        }
        return new Request.BatchForget(nodes);
    }

    private static Request setAttributes(MemorySegment in) {
        int valid = u32(in, SetattrIn.VALID);
        boolean now = (valid & Protocol.FATTR_MTIME_NOW) != 0;
        boolean given = (valid & Protocol.FATTR_MTIME) != 0 && !now;
        Long nanos = nanos(u64(in, SetattrIn.MTIME), u32(in, SetattrIn.MTIMENSEC));
        Integer permissions = u32(in, SetattrIn.MODE) & Protocol.PERMISSIONS;
        return new Request.SetAttributes(
                (valid & Protocol.FATTR_SIZE) != 0 ? (Long) u64(in, SetattrIn.SIZE) : null,
                (valid & Protocol.FATTR_MODE) != 0 ? permissions : null,
                (valid & Protocol.FATTR_UID) != 0 ? (Integer) u32(in, SetattrIn.UID) : null,
                (valid & Protocol.FATTR_GID) != 0 ? (Integer) u32(in, SetattrIn.GID) : null,
                given ? nanos : null,
                now);
    }

    /**
     * Times that 64 bits of nanoseconds cannot hold (before 1678, after 2261) become the nearest.
     */
    private static long nanos(long seconds, int nanos) {
        long limit = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
        return Math.clamp(seconds, -limit, limit) * NANOS_PER_SECOND + nanos;
    }

    private static Request makeNode(ArgumentCursor in) throws MalformedRequestException, FuseError {
        int mode = u32(in.take(MknodIn.BYTES), MknodIn.MODE);
        if ((mode & Protocol.S_IFMT) != Protocol.S_IFREG) {
            throw new FuseError(Errno.EPERM, "special files are not served");
        }
        return new Request.MakeFile(name(in), mode & Protocol.PERMISSIONS, false);
    }

    private static Request makeFolder(ArgumentCursor in)
            throws MalformedRequestException, FuseError {
        int mode = u32(in.take(MkdirIn.BYTES), MkdirIn.MODE);
        return new Request.MakeFolder(name(in), mode & Protocol.PERMISSIONS);
    }

    private static Request create(ArgumentCursor in) throws MalformedRequestException, FuseError {
        int mode = u32(in.take(CreateIn.BYTES), CreateIn.MODE);
        return new Request.MakeFile(name(in), mode & Protocol.PERMISSIONS, true);
    }

    private static Request rename(ArgumentCursor in) throws MalformedRequestException, FuseError {
        NodeId folder = new NodeId(u64(in.take(RenameIn.BYTES), RenameIn.NEWDIR));
        return new Request.Rename(name(in), folder, name(in), false);
    }

    private static Request rename2(ArgumentCursor in) throws MalformedRequestException, FuseError {
        MemorySegment struct = in.take(Rename2In.BYTES);
        NodeId folder = new NodeId(u64(struct, Rename2In.NEWDIR));
        int flags = u32(struct, Rename2In.FLAGS);
        if ((flags & ~Protocol.RENAME_NOREPLACE) != 0) {
            throw new FuseError(Errno.EINVAL, "rename flags " + flags + " are not served");
        }
        return new Request.Rename(name(in), folder, name(in), flags != 0);
    }

    private static Request read(MemorySegment in) throws MalformedRequestException {
        return new Request.Read(offset(in, ReadIn.OFFSET), transfer(in, ReadIn.SIZE));
    }

    private static Request readFolder(MemorySegment in) throws MalformedRequestException {
        return new Request.ReadFolder(
                u64(in, ReadIn.FH), offset(in, ReadIn.OFFSET), transfer(in, ReadIn.SIZE));
    }

    private static Request write(ArgumentCursor in) throws MalformedRequestException {
        MemorySegment struct = in.take(WriteIn.BYTES);
        int length = transfer(struct, WriteIn.SIZE);
        if (length != in.remaining()) {
            throw new MalformedRequestException(
                    "a write of %d bytes carries %d".formatted(length, in.remaining()));
        }
        int flags = u32(struct, WriteIn.FLAGS);
        Request.Durability durability =
                (flags & Protocol.O_SYNC) == Protocol.O_SYNC
                        ? Request.Durability.ALL
                        : (flags & Protocol.O_DSYNC) != 0
                                ? Request.Durability.DATA
                                : Request.Durability.LATER;
        return new Request.Write(offset(struct, WriteIn.OFFSET), in.take(length), durability);
    }

    private static Request allocate(MemorySegment in) throws MalformedRequestException {
        if (u32(in, FallocateIn.MODE) != 0) {
            return new Request.Refused(Errno.EOPNOTSUPP);
        }
        return new Request.Allocate(offset(in, FallocateIn.OFFSET), offset(in, FallocateIn.LENGTH));
    }

    private static boolean dataOnly(ArgumentCursor in) throws MalformedRequestException {
        int flags = u32(in.take(FsyncIn.BYTES), FsyncIn.FSYNC_FLAGS);
        return (flags & Protocol.FSYNC_DATA_ONLY) != 0;
    }

    private static String name(ArgumentCursor in) throws MalformedRequestException, FuseError {
        String name = in.text();
        // The kernel passes names of up to 1,024 bytes on; three bytes of UTF-8 per char at most.
        if (name.length() * 3 > Protocol.NAME_BYTES
                && name.getBytes(StandardCharsets.UTF_8).length > Protocol.NAME_BYTES) {
            throw new FuseError(Errno.ENAMETOOLONG);
        }
        return name;
    }

    private static long offset(MemorySegment in, long field) throws MalformedRequestException {
        long value = u64(in, field);
        if (value < 0) {
            throw new MalformedRequestException("an offset or length of " + value);
        }
        return value;
    }

    private static int transfer(MemorySegment in, long field) throws MalformedRequestException {
        int value = u32(in, field);
        if (value < 0 || value > Protocol.TRANSFER_BYTES) {
            throw new MalformedRequestException(
                    "a transfer of %d bytes, %d were agreed on"
                            .formatted(Integer.toUnsignedLong(value), Protocol.TRANSFER_BYTES));
        }
        return value;
    }

    private static int u32(MemorySegment struct, long offset) {
        return struct.get(JAVA_INT_UNALIGNED, offset);
    }

    private static long u64(MemorySegment struct, long offset) {
        return struct.get(JAVA_LONG_UNALIGNED, offset);
    }
}
