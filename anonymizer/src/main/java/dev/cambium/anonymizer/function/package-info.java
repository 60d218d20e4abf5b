/**
 * Masking functions: each says what it guarantees, which types it fits, and makes a mask for one
 * column. {@link dev.cambium.anonymizer.function.MaskFunction} lists them all.
 */
@NullMarked
package dev.cambium.anonymizer.function;

import org.jspecify.annotations.NullMarked;
