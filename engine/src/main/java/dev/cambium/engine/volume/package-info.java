/**
 * What a PGDATA can be asked for: create, seal, fork, delete, space. {@code layers} serves it
 * copy-on-write through FUSE, {@code copy} by copying files where there is no FUSE.
 */
@NullMarked
package dev.cambium.engine.volume;

import org.jspecify.annotations.NullMarked;
