/**
 * Masks rows in the text or the binary format of Postgres' COPY ({@link
 * dev.cambium.anonymizer.run.RowFormat}), and counts what it did. Memory does not grow with the
 * number of rows.
 */
@NullMarked
package dev.cambium.anonymizer.run;

import org.jspecify.annotations.NullMarked;
