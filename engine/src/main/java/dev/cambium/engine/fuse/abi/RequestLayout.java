package dev.cambium.engine.fuse.abi;

import static dev.cambium.engine.fuse.abi.Fields.bytes;
import static dev.cambium.engine.fuse.abi.Fields.offset;
import static dev.cambium.engine.fuse.abi.Fields.u16;
import static dev.cambium.engine.fuse.abi.Fields.u32;
import static dev.cambium.engine.fuse.abi.Fields.u64;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** Where the fields of a request lie; offsets and sizes in bytes. */
public final class RequestLayout {

    private RequestLayout() {}

    /** {@code struct fuse_in_header}: stands before every request. */
    public static final class InHeader {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u32("len"),
                        u32("opcode"),
                        u64("unique"),
                        u64("nodeid"),
                        u32("uid"),
                        u32("gid"),
                        u32("pid"),
                        u16("total_extlen"),
                        u16("padding"));
        public static final long LEN = offset(LAYOUT, "len");
        public static final long OPCODE = offset(LAYOUT, "opcode");
        public static final long UNIQUE = offset(LAYOUT, "unique");
        public static final long NODEID = offset(LAYOUT, "nodeid");
        public static final long UID = offset(LAYOUT, "uid");
        public static final long GID = offset(LAYOUT, "gid");
        public static final long PID = offset(LAYOUT, "pid");
        public static final long BYTES = LAYOUT.byteSize();

        private InHeader() {}
    }

    /** {@code struct fuse_init_in}: the long form, sent with INIT_EXT. */
    public static final class InitIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u32("major"),
                        u32("minor"),
                        u32("max_readahead"),
                        u32("flags"),
                        u32("flags2"),
                        bytes("unused", 44));
        public static final long MAJOR = offset(LAYOUT, "major");
        public static final long MINOR = offset(LAYOUT, "minor");
        public static final long MAX_READAHEAD = offset(LAYOUT, "max_readahead");
        public static final long FLAGS = offset(LAYOUT, "flags");
        public static final long FLAGS2 = offset(LAYOUT, "flags2");
        public static final long BYTES = LAYOUT.byteSize();

        private InitIn() {}
    }

    /** {@code struct fuse_forget_in}. */
    public static final class ForgetIn {
        private static final StructLayout LAYOUT = MemoryLayout.structLayout(u64("nlookup"));
        public static final long NLOOKUP = offset(LAYOUT, "nlookup");
        public static final long BYTES = LAYOUT.byteSize();

        private ForgetIn() {}
    }

    /** {@code struct fuse_batch_forget_in}: followed by {@code count} times ForgetOne. */
    public static final class BatchForgetIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u32("count"), u32("dummy"));
        public static final long COUNT = offset(LAYOUT, "count");
        public static final long BYTES = LAYOUT.byteSize();

        private BatchForgetIn() {}
    }

    /** {@code struct fuse_forget_one}. */
    public static final class ForgetOne {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("nodeid"), u64("nlookup"));
        public static final long NODEID = offset(LAYOUT, "nodeid");
        public static final long NLOOKUP = offset(LAYOUT, "nlookup");
        public static final long BYTES = LAYOUT.byteSize();

        private ForgetOne() {}
    }

    /** {@code struct fuse_mknod_in}: followed by the name. */
    public static final class MknodIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u32("mode"), u32("rdev"), u32("umask"), u32("padding"));
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long BYTES = LAYOUT.byteSize();

        private MknodIn() {}
    }

    /** {@code struct fuse_mkdir_in}: followed by the name. */
    public static final class MkdirIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u32("mode"), u32("umask"));
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long BYTES = LAYOUT.byteSize();

        private MkdirIn() {}
    }

    /** {@code struct fuse_rename_in}: followed by the old and the new name. */
    public static final class RenameIn {
        private static final StructLayout LAYOUT = MemoryLayout.structLayout(u64("newdir"));
        public static final long NEWDIR = offset(LAYOUT, "newdir");
        public static final long BYTES = LAYOUT.byteSize();

        private RenameIn() {}
    }

    /** {@code struct fuse_rename2_in}: followed by the old and the new name. */
    public static final class Rename2In {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("newdir"), u32("flags"), u32("padding"));
        public static final long NEWDIR = offset(LAYOUT, "newdir");
        public static final long FLAGS = offset(LAYOUT, "flags");
        public static final long BYTES = LAYOUT.byteSize();

        private Rename2In() {}
    }

    /** {@code struct fuse_setattr_in}. */
    public static final class SetattrIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u32("valid"),
                        u32("padding"),
                        u64("fh"),
                        u64("size"),
                        u64("lock_owner"),
                        u64("atime"),
                        u64("mtime"),
                        u64("ctime"),
                        u32("atimensec"),
                        u32("mtimensec"),
                        u32("ctimensec"),
                        u32("mode"),
                        u32("unused4"),
                        u32("uid"),
                        u32("gid"),
                        u32("unused5"));
        public static final long VALID = offset(LAYOUT, "valid");
        public static final long SIZE = offset(LAYOUT, "size");
        public static final long MTIME = offset(LAYOUT, "mtime");
        public static final long MTIMENSEC = offset(LAYOUT, "mtimensec");
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long UID = offset(LAYOUT, "uid");
        public static final long GID = offset(LAYOUT, "gid");
        public static final long BYTES = LAYOUT.byteSize();

        private SetattrIn() {}
    }

    /** {@code struct fuse_create_in}: followed by the name. */
    public static final class CreateIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u32("flags"), u32("mode"), u32("umask"), u32("open_flags"));
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long BYTES = LAYOUT.byteSize();

        private CreateIn() {}
    }

    /** {@code struct fuse_release_in}. */
    public static final class ReleaseIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("fh"), u32("flags"), u32("release_flags"), u64("lock_owner"));
        public static final long FH = offset(LAYOUT, "fh");
        public static final long BYTES = LAYOUT.byteSize();

        private ReleaseIn() {}
    }

    /** {@code struct fuse_read_in}: of READ and READDIR. */
    public static final class ReadIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("fh"),
                        u64("offset"),
                        u32("size"),
                        u32("read_flags"),
                        u64("lock_owner"),
                        u32("flags"),
                        u32("padding"));
        public static final long FH = offset(LAYOUT, "fh");
        public static final long OFFSET = offset(LAYOUT, "offset");
        public static final long SIZE = offset(LAYOUT, "size");
        public static final long BYTES = LAYOUT.byteSize();

        private ReadIn() {}
    }

    /** {@code struct fuse_write_in}: followed by the bytes. */
    public static final class WriteIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("fh"),
                        u64("offset"),
                        u32("size"),
                        u32("write_flags"),
                        u64("lock_owner"),
                        u32("flags"),
                        u32("padding"));
        public static final long OFFSET = offset(LAYOUT, "offset");
        public static final long SIZE = offset(LAYOUT, "size");
        public static final long FLAGS = offset(LAYOUT, "flags");
        public static final long BYTES = LAYOUT.byteSize();

        private WriteIn() {}
    }

    /** {@code struct fuse_fsync_in}. */
    public static final class FsyncIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("fh"), u32("fsync_flags"), u32("padding"));
        public static final long FSYNC_FLAGS = offset(LAYOUT, "fsync_flags");
        public static final long BYTES = LAYOUT.byteSize();

        private FsyncIn() {}
    }

    /** {@code struct fuse_interrupt_in}. */
    public static final class InterruptIn {
        private static final StructLayout LAYOUT = MemoryLayout.structLayout(u64("unique"));
        public static final long UNIQUE = offset(LAYOUT, "unique");
        public static final long BYTES = LAYOUT.byteSize();

        private InterruptIn() {}
    }

    /** {@code struct fuse_fallocate_in}. */
    public static final class FallocateIn {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("fh"), u64("offset"), u64("length"), u32("mode"), u32("padding"));
        public static final long OFFSET = offset(LAYOUT, "offset");
        public static final long LENGTH = offset(LAYOUT, "length");
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long BYTES = LAYOUT.byteSize();

        private FallocateIn() {}
    }
}
