/**
 * The FUSE kernel protocol, spoken directly from Java through the FFM API.
 *
 * <p>A request travels {@code abi} (structs and constants) to {@code wire} (decode, encode) to
 * {@code session} (the loop) to {@link dev.cambium.engine.fuse.FuseFiles} (the files served).
 */
@NullMarked
package dev.cambium.engine.fuse;

import org.jspecify.annotations.NullMarked;
