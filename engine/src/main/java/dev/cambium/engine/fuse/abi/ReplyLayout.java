package dev.cambium.engine.fuse.abi;

import static dev.cambium.engine.fuse.abi.Fields.bytes;
import static dev.cambium.engine.fuse.abi.Fields.offset;
import static dev.cambium.engine.fuse.abi.Fields.u16;
import static dev.cambium.engine.fuse.abi.Fields.u32;
import static dev.cambium.engine.fuse.abi.Fields.u64;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** Where the fields of a reply or a notification lie; offsets and sizes in bytes. */
public final class ReplyLayout {

    private ReplyLayout() {}

    /** {@code struct fuse_out_header}: stands before every reply. */
    public static final class OutHeader {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u32("len"), u32("error"), u64("unique"));
        public static final long LEN = offset(LAYOUT, "len");
        public static final long ERROR = offset(LAYOUT, "error");
        public static final long UNIQUE = offset(LAYOUT, "unique");
        public static final long BYTES = LAYOUT.byteSize();

        private OutHeader() {}
    }

    /** {@code struct fuse_init_out}. */
    public static final class InitOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u32("major"),
                        u32("minor"),
                        u32("max_readahead"),
                        u32("flags"),
                        u16("max_background"),
                        u16("congestion_threshold"),
                        u32("max_write"),
                        u32("time_gran"),
                        u16("max_pages"),
                        u16("map_alignment"),
                        u32("flags2"),
                        bytes("unused", 28));
        public static final long MAJOR = offset(LAYOUT, "major");
        public static final long MINOR = offset(LAYOUT, "minor");
        public static final long MAX_READAHEAD = offset(LAYOUT, "max_readahead");
        public static final long FLAGS = offset(LAYOUT, "flags");
        public static final long MAX_BACKGROUND = offset(LAYOUT, "max_background");
        public static final long CONGESTION_THRESHOLD = offset(LAYOUT, "congestion_threshold");
        public static final long MAX_WRITE = offset(LAYOUT, "max_write");
        public static final long TIME_GRAN = offset(LAYOUT, "time_gran");
        public static final long MAX_PAGES = offset(LAYOUT, "max_pages");
        public static final long BYTES = LAYOUT.byteSize();

        private InitOut() {}
    }

    /** {@code struct fuse_attr}: part of EntryOut and AttrOut. */
    public static final class Attr {
        static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("ino"),
                        u64("size"),
                        u64("blocks"),
                        u64("atime"),
                        u64("mtime"),
                        u64("ctime"),
                        u32("atimensec"),
                        u32("mtimensec"),
                        u32("ctimensec"),
                        u32("mode"),
                        u32("nlink"),
                        u32("uid"),
                        u32("gid"),
                        u32("rdev"),
                        u32("blksize"),
                        u32("flags"));
        public static final long INO = offset(LAYOUT, "ino");
        public static final long SIZE = offset(LAYOUT, "size");
        public static final long BLOCKS = offset(LAYOUT, "blocks");
        public static final long ATIME = offset(LAYOUT, "atime");
        public static final long MTIME = offset(LAYOUT, "mtime");
        public static final long CTIME = offset(LAYOUT, "ctime");
        public static final long ATIMENSEC = offset(LAYOUT, "atimensec");
        public static final long MTIMENSEC = offset(LAYOUT, "mtimensec");
        public static final long CTIMENSEC = offset(LAYOUT, "ctimensec");
        public static final long MODE = offset(LAYOUT, "mode");
        public static final long NLINK = offset(LAYOUT, "nlink");
        public static final long UID = offset(LAYOUT, "uid");
        public static final long GID = offset(LAYOUT, "gid");
        public static final long BLKSIZE = offset(LAYOUT, "blksize");
        public static final long BYTES = LAYOUT.byteSize();

        private Attr() {}
    }

    /** {@code struct fuse_entry_out}. */
    public static final class EntryOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("nodeid"),
                        u64("generation"),
                        u64("entry_valid"),
                        u64("attr_valid"),
                        u32("entry_valid_nsec"),
                        u32("attr_valid_nsec"),
                        Attr.LAYOUT.withName("attr"));
        public static final long NODEID = offset(LAYOUT, "nodeid");
        public static final long ENTRY_VALID = offset(LAYOUT, "entry_valid");
        public static final long ATTR_VALID = offset(LAYOUT, "attr_valid");
        public static final long ATTR = offset(LAYOUT, "attr");
        public static final long BYTES = LAYOUT.byteSize();

        private EntryOut() {}
    }

    /** {@code struct fuse_attr_out}. */
    public static final class AttrOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("attr_valid"),
                        u32("attr_valid_nsec"),
                        u32("dummy"),
                        Attr.LAYOUT.withName("attr"));
        public static final long ATTR_VALID = offset(LAYOUT, "attr_valid");
        public static final long ATTR = offset(LAYOUT, "attr");
        public static final long BYTES = LAYOUT.byteSize();

        private AttrOut() {}
    }

    /** {@code struct fuse_open_out}. */
    public static final class OpenOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("fh"), u32("open_flags"), u32("padding"));
        public static final long FH = offset(LAYOUT, "fh");
        public static final long OPEN_FLAGS = offset(LAYOUT, "open_flags");
        public static final long BYTES = LAYOUT.byteSize();

        private OpenOut() {}
    }

    /** {@code struct fuse_write_out}. */
    public static final class WriteOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u32("size"), u32("padding"));
        public static final long SIZE = offset(LAYOUT, "size");
        public static final long BYTES = LAYOUT.byteSize();

        private WriteOut() {}
    }

    /** {@code struct fuse_statfs_out}. */
    public static final class StatfsOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(
                        u64("blocks"),
                        u64("bfree"),
                        u64("bavail"),
                        u64("files"),
                        u64("ffree"),
                        u32("bsize"),
                        u32("namelen"),
                        u32("frsize"),
                        u32("padding"),
                        bytes("spare", 24));
        public static final long BLOCKS = offset(LAYOUT, "blocks");
        public static final long BFREE = offset(LAYOUT, "bfree");
        public static final long BAVAIL = offset(LAYOUT, "bavail");
        public static final long FILES = offset(LAYOUT, "files");
        public static final long FFREE = offset(LAYOUT, "ffree");
        public static final long BSIZE = offset(LAYOUT, "bsize");
        public static final long NAMELEN = offset(LAYOUT, "namelen");
        public static final long FRSIZE = offset(LAYOUT, "frsize");
        public static final long BYTES = LAYOUT.byteSize();

        private StatfsOut() {}
    }

    /** {@code struct fuse_dirent}: followed by the name, filled up to a multiple of eight bytes. */
    public static final class Dirent {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("ino"), u64("off"), u32("namelen"), u32("type"));
        public static final long INO = offset(LAYOUT, "ino");
        public static final long OFF = offset(LAYOUT, "off");
        public static final long NAMELEN = offset(LAYOUT, "namelen");
        public static final long TYPE = offset(LAYOUT, "type");
        public static final long BYTES = LAYOUT.byteSize();

        private Dirent() {}
    }

    /** {@code struct fuse_notify_inval_inode_out}. */
    public static final class NotifyInvalInodeOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("ino"), u64("off"), u64("len"));
        public static final long INO = offset(LAYOUT, "ino");
        public static final long OFF = offset(LAYOUT, "off");
        public static final long LEN = offset(LAYOUT, "len");
        public static final long BYTES = LAYOUT.byteSize();

        private NotifyInvalInodeOut() {}
    }

    /** {@code struct fuse_notify_inval_entry_out}: followed by the name and a zero byte. */
    public static final class NotifyInvalEntryOut {
        private static final StructLayout LAYOUT =
                MemoryLayout.structLayout(u64("parent"), u32("namelen"), u32("flags"));
        public static final long PARENT = offset(LAYOUT, "parent");
        public static final long NAMELEN = offset(LAYOUT, "namelen");
        public static final long BYTES = LAYOUT.byteSize();

        private NotifyInvalEntryOut() {}
    }
}
