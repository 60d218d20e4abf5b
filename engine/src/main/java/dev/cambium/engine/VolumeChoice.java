package dev.cambium.engine;

/** Which volume a home is to use. */
public enum VolumeChoice {
    /** Layers where FUSE works, else copies; a home keeps the one it began with. */
    AUTO,
    /** Layers, or not at all. */
    LAYERS,
    /** Copies, also where FUSE would work. */
    COPY
}
