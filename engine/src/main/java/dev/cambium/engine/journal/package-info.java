/**
 * What happened: an append-only stream of WAL ticks, branch and compute events and outcomes of
 * operations, behind the timeline and the activity list on screen.
 *
 * <p>It is an index over what the WAL and the catalog know, never the only copy of anything. If its
 * files are damaged they are moved aside, kept, and a new journal begins. The only package that
 * sees Chronicle Queue.
 *
 * <h2>Files</h2>
 *
 * One Chronicle file per UTC day, {@code yyyyMMddF.cq4}, and {@code metadata.cq4t}. The payload of
 * each record is ours, see {@code EntryCodec}: a version byte, a kind byte, the fields, and a
 * CRC-32C of all that, big-endian.
 */
@NullMarked
package dev.cambium.engine.journal;

import org.jspecify.annotations.NullMarked;
