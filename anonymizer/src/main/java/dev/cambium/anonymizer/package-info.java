/**
 * Rows in, safe rows out; it knows nothing of branches. {@link dev.cambium.anonymizer.detect} says
 * what a value is, {@link dev.cambium.anonymizer.mask} puts a safe one in its place that looks the
 * same.
 */
@NullMarked
package dev.cambium.anonymizer;

import org.jspecify.annotations.NullMarked;
