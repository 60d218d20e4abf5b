/**
 * Mounting and unmounting: directly with mount(2) where the engine may, through the setuid helper
 * {@code fusermount3} where it may not, and finding out which of the two works here.
 */
@NullMarked
package dev.cambium.engine.fuse.mount;

import org.jspecify.annotations.NullMarked;
