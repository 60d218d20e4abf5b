package dev.cambium.engine.fuse.abi;

/** Numbers of the protocol and of Linux that are no struct: versions, limits and flag bits. */
public final class Protocol {

    /** The version spoken here: {@code FUSE_KERNEL_VERSION}. */
    public static final int MAJOR = 7;

    /** The newest minor version whose meaning is known here. */
    public static final int MINOR = 45;

    /** Linux 5.2: the first with EXPLICIT_INVAL_DATA; MAX_PAGES came with 7.28. */
    public static final int OLDEST_MINOR = 30;

    /** Longest read and write in bytes: 256 pages, the kernel's own limit for ordinary users. */
    public static final int TRANSFER_BYTES = 1 << 20;

    /** {@code TRANSFER_BYTES} in pages of 4 KiB. */
    public static final int TRANSFER_PAGES = TRANSFER_BYTES / 4096;

    /** {@code NAME_MAX}: longest file name in bytes. */
    public static final int NAME_BYTES = 255;

    /** {@code FATTR_*}: what a SETATTR request changes. */
    public static final int FATTR_MODE = 1;

    public static final int FATTR_UID = 1 << 1;
    public static final int FATTR_GID = 1 << 2;
    public static final int FATTR_SIZE = 1 << 3;
    public static final int FATTR_MTIME = 1 << 5;
    public static final int FATTR_MTIME_NOW = 1 << 8;

    /** {@code FOPEN_KEEP_CACHE}: an open does not drop cached pages. */
    public static final int FOPEN_KEEP_CACHE = 1 << 1;

    /** {@code FUSE_FSYNC_FDATASYNC}. */
    public static final int FSYNC_DATA_ONLY = 1;

    /** {@code RENAME_NOREPLACE} of renameat2(2). */
    public static final int RENAME_NOREPLACE = 1;

    /** {@code O_DSYNC} and {@code O_SYNC} (which holds O_DSYNC), alike on x86-64 and arm64. */
    public static final int O_DSYNC = 0x1000;

    public static final int O_SYNC = 0x101000;

    /** The type bits of a mode. */
    public static final int S_IFMT = 0xF000;

    public static final int S_IFREG = 0x8000;
    public static final int S_IFDIR = 0x4000;
    public static final int S_IFLNK = 0xA000;

    /** The permission bits of a mode, with set-user-id, set-group-id and sticky. */
    public static final int PERMISSIONS = 0xFFF;

    /** {@code FUSE_NOTIFY_INVAL_INODE}: drop a node's cached attributes and pages. */
    public static final int NOTIFY_INVAL_INODE = 2;

    /** {@code FUSE_NOTIFY_INVAL_ENTRY}: drop a cached name. */
    public static final int NOTIFY_INVAL_ENTRY = 3;

    private Protocol() {}
}
