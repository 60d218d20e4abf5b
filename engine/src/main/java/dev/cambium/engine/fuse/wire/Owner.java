package dev.cambium.engine.fuse.wire;

/** To whom all files belong: the user and group that the engine runs as. */
public record Owner(int userId, int groupId) {}
