package dev.cambium.engine.fuse.abi;

/**
 * What both sides agree on in INIT. Bits from 32 on travel in {@code flags2}; none of those is
 * used.
 */
public final class InitFlag {

    public static final long ASYNC_READ = 1L;
    public static final long BIG_WRITES = 1L << 5;
    public static final long AUTO_INVAL_DATA = 1L << 12;
    public static final long ASYNC_DIO = 1L << 15;
    public static final long WRITEBACK_CACHE = 1L << 16;
    public static final long NO_OPEN_SUPPORT = 1L << 17;
    public static final long PARALLEL_DIROPS = 1L << 18;
    public static final long MAX_PAGES = 1L << 22;
    public static final long CACHE_SYMLINKS = 1L << 23;
    public static final long EXPLICIT_INVAL_DATA = 1L << 25;

    /** The kernel sends the longer form of {@code fuse_init_in}, with {@code flags2}. */
    public static final long INIT_EXT = 1L << 30;

    private InitFlag() {}
}
