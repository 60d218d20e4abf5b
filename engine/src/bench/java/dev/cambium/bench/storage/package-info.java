/**
 * The storage suite: Postgres on a branch beside the same Postgres on the native file system, in
 * rounds that take turns, and what branches themselves take in time, memory and disk. {@link
 * dev.cambium.bench.storage.StorageSuite} runs it.
 */
@NullMarked
package dev.cambium.bench.storage;

import org.jspecify.annotations.NullMarked;
