/**
 * The conversation with the kernel: threads that read requests from {@code /dev/fuse}, ask {@link
 * dev.cambium.engine.fuse.FuseFiles} and write one reply each. All native calls of the FUSE side
 * are in {@link dev.cambium.engine.fuse.session.NativeCalls}.
 */
@NullMarked
package dev.cambium.engine.fuse.session;

import org.jspecify.annotations.NullMarked;
