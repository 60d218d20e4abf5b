/**
 * Copies a running database from elsewhere. The schema comes from the pg_dump that is installed
 * here, the rows by COPY over several connections; all of them see one exported snapshot, so the
 * copy is one moment of the source. The source is only read.
 */
@NullMarked
package dev.cambium.engine.transfer.twin;

import org.jspecify.annotations.NullMarked;
