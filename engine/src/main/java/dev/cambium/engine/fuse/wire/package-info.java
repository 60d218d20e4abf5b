/**
 * Requests of the kernel as typed records, and replies as bytes. Short or odd data is a {@link
 * dev.cambium.engine.fuse.wire.MalformedRequestException}, never a guess. Nothing here waits, logs
 * or calls the kernel.
 */
@NullMarked
package dev.cambium.engine.fuse.wire;

import org.jspecify.annotations.NullMarked;
