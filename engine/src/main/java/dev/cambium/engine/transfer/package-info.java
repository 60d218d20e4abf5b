/**
 * Data comes in here: plain SQL dumps are read without psql and run against a branch, and the
 * sample web shop is generated. A dump travels through {@link
 * dev.cambium.engine.transfer.ImportSource} (which file, packed or not), {@link
 * dev.cambium.engine.transfer.SqlScript} (which statement, which block of rows) and {@link
 * dev.cambium.engine.transfer.SqlImporter} (what to do with it).
 *
 * <p>The rule is: what psql accepts is accepted and means the same; what cannot be done is refused
 * with the file, the line and a sentence, and nothing is left out in silence.
 */
@NullMarked
package dev.cambium.engine.transfer;

import org.jspecify.annotations.NullMarked;
