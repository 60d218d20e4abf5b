package dev.cambium.engine.fuse.wire;

/**
 * What the kernel is told about the protocol spoken.
 *
 * @param maxBackground how many requests nobody waits for (writeback, readahead) may be under way
 * @param congestionThreshold from how many on the kernel holds readahead back
 */
public record InitReply(
        int major,
        int minor,
        int maxReadaheadBytes,
        long flags,
        int maxBackground,
        int congestionThreshold,
        int maxWriteBytes,
        int maxPages) {}
