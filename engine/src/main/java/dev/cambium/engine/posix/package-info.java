/**
 * The few file calls of Linux that {@code java.nio} lacks: where the holes of a sparse file are,
 * what a file really takes on disk, and how much a file system has left.
 *
 * <p>All calls go to the C library through the FFM API. Offsets and lengths are 64-bit; only 64-bit
 * Linux is served.
 */
@NullMarked
package dev.cambium.engine.posix;

import org.jspecify.annotations.NullMarked;
