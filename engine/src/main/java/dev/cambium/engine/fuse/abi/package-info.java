/**
 * The binary interface of the FUSE kernel protocol: operation numbers, flags and struct layouts.
 *
 * <p>Source: {@code include/uapi/linux/fuse.h} of Linux, protocol version 7.45. Field names are the
 * kernel's, so that both can be read side by side. Only what a file system for Postgres is asked is
 * here; nothing in this package does anything.
 */
@NullMarked
package dev.cambium.engine.fuse.abi;

import org.jspecify.annotations.NullMarked;
