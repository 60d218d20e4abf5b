/**
 * Reads the write-ahead log of Postgres 16, 17 and 18, and cuts it.
 *
 * <p>{@link dev.cambium.engine.wal.ControlFile} says where replay has to begin, {@link
 * dev.cambium.engine.wal.WalWalker} reads record after record and stops exactly where Postgres'
 * recovery would, {@link dev.cambium.engine.wal.WalCut} makes a folder of WAL that ends at a chosen
 * record, and {@link dev.cambium.engine.wal.RecoveryCheck} asks afterwards whether Postgres saw the
 * same end. Nothing here knows branches, volumes or a running server: only folders with segments.
 *
 * <p>The format is that of {@code src/include/access/xlog_internal.h} and {@code xlogrecord.h}; the
 * rules for the end of WAL are those of {@code src/backend/access/transam/xlogreader.c}.
 */
@NullMarked
package dev.cambium.engine.wal;

import org.jspecify.annotations.NullMarked;
