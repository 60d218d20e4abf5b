/**
 * What WAL says about the past of a timeline, in short: how much was written when, which rows of
 * which relations were touched by what was committed, and what changed in the schema.
 *
 * <p>{@link dev.cambium.engine.wal.digest.TransactionTracker} follows record after record and
 * counts rows per transaction, {@link dev.cambium.engine.wal.digest.SliceBuilder} sums them up over
 * a few seconds as they commit, {@link dev.cambium.engine.wal.digest.DigestFile} keeps that, and
 * {@link dev.cambium.engine.wal.digest.TimelineDigest} is all of it for one timeline. A digest is
 * an index: it can be read again from the WAL that is still there. Names come from rows inserted
 * into {@code pg_class}, which WAL has, and from readings of a running server that the caller
 * brings.
 */
@NullMarked
package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.NullMarked;
