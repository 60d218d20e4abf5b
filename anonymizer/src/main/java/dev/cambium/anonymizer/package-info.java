/** Placeholder to be replaced. */
@NullMarked
package dev.cambium.anonymizer;

import org.jspecify.annotations.NullMarked;
