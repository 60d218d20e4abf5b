/**
 * Masks rows in the text format of Postgres' COPY, and counts what it did. Memory does not grow
 * with the number of rows.
 */
@NullMarked
package dev.cambium.anonymizer.run;

import org.jspecify.annotations.NullMarked;
