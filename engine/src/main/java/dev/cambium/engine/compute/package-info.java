/**
 * Postgres as a direct child of the engine: its binaries, its settings, its life from start to end,
 * and what to do with servers that a killed engine left behind.
 */
@NullMarked
package dev.cambium.engine.compute;

import org.jspecify.annotations.NullMarked;
