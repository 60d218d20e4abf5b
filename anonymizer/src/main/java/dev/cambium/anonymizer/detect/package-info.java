/**
 * What a value is, told by the value itself. Each recogniser knows a shape and, where there is one,
 * the checksum: one in ten long numbers passes for a card, one in a hundred texts of the right
 * shape for an IBAN, so a shape alone is not enough.
 */
@NullMarked
package dev.cambium.anonymizer.detect;

import org.jspecify.annotations.NullMarked;
