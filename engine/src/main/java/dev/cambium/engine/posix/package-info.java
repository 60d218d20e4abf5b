/**
 * The few calls of Linux that Java has no words for: where the holes of a sparse file are, what a
 * file really takes on disk, how much a file system has left, signals to other processes, and
 * another program in the place of this one; and beside them what is done to whole folders.
 *
 * <p>All calls go to the C library through the FFM API; only this package and {@code fuse} make
 * any. Offsets and lengths are 64-bit; only 64-bit Linux is served.
 */
@NullMarked
package dev.cambium.engine.posix;

import org.jspecify.annotations.NullMarked;
