package dev.cambium.engine.wal;

import static dev.cambium.engine.wal.RecordLayout.BLOCK_HAS_IMAGE;
import static dev.cambium.engine.wal.RecordLayout.BLOCK_SAME_RELATION;
import static dev.cambium.engine.wal.RecordLayout.FORK_MASK;
import static dev.cambium.engine.wal.RecordLayout.ID_LONG_DATA;
import static dev.cambium.engine.wal.RecordLayout.ID_ORIGIN;
import static dev.cambium.engine.wal.RecordLayout.ID_SHORT_DATA;
import static dev.cambium.engine.wal.RecordLayout.ID_TOP_LEVEL_XID;
import static dev.cambium.engine.wal.RecordLayout.IMAGE_COMPRESSED;
import static dev.cambium.engine.wal.RecordLayout.IMAGE_HAS_HOLE;
import static dev.cambium.engine.wal.RecordLayout.LARGEST_BLOCK_ID;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One complete record whose checksum was right. Immutable; its bytes may lie in a buffer of 128 KiB
 * that stays in memory as long as the record does, so keep values rather than records.
 *
 * <p>Source of the layout: {@code src/include/access/xlogrecord.h}; of transaction records {@code
 * xact.h}; of checkpoints {@code catalog/pg_control.h}.
 */
public final class WalRecord {

    /** Bytes before the payload. */
    static final int HEADER_BYTES = 24;

    /** Postgres counts microseconds from here. */
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int INFO_MASK = 0xF0;
    private static final int XLOG_CHECKPOINT_SHUTDOWN = 0x00;
    private static final int XLOG_CHECKPOINT_ONLINE = 0x10;
    private static final int XLOG_SWITCH = 0x40;
    private static final int XLOG_OVERWRITE_CONTRECORD = 0xD0;

    private static final int XACT_MASK = 0x70;
    private static final int XACT_COMMIT = 0x00;
    private static final int XACT_PREPARE = 0x10;
    private static final int XACT_ABORT = 0x20;
    private static final int XACT_COMMIT_PREPARED = 0x30;
    private static final int XACT_ABORT_PREPARED = 0x40;

    /** Where xl_xact_prepare keeps the time, behind magic, length, xid and database. */
    private static final int PREPARED_AT_OFFSET = 16;

    private final long lsn;
    private final long endLsn;
    private final int totalLength;
    private final byte[] bytes;
    private final int offset;
    private final int kept;

    /**
     * @param bytes holds the record from {@code offset} on
     * @param kept how many of its bytes are there; less than its length only for giants
     */
    WalRecord(long lsn, long endLsn, int totalLength, byte[] bytes, int offset, int kept) {
        this.lsn = lsn;
        this.endLsn = endLsn;
        this.totalLength = totalLength;
        this.bytes = bytes;
        this.offset = offset;
        this.kept = kept;
    }

    /** How a transaction, or its first phase, ended. */
    public enum Outcome {
        /** The transaction is committed. */
        COMMIT,
        /** The transaction was rolled back. */
        ABORT,
        /** PREPARE TRANSACTION: undecided, and no longer bound to its connection. */
        PREPARE,
        /** A prepared transaction is committed. */
        COMMIT_PREPARED,
        /** A prepared transaction was rolled back. */
        ABORT_PREPARED;

        /** Whether rows become visible by it. */
        public boolean commits() {
            return this == COMMIT || this == COMMIT_PREPARED;
        }
    }

    /** What a checkpoint record says. */
    public record Checkpoint(boolean shutdown, Lsn redoLsn) {}

    /** Finds the parts of this record, for reading them without making objects. */
    public void read(RecordContent into) {
        into.fill(bytes, offset, totalLength, kept);
    }

    /** The value of {@link #lsn}. */
    public long start() {
        return lsn;
    }

    /** The value of {@link #endLsn}. */
    public long end() {
        return endLsn;
    }

    /** Where it begins. */
    public Lsn lsn() {
        return new Lsn(lsn);
    }

    /** Where the next record begins, or the header of the page that the next record begins on. */
    public Lsn endLsn() {
        return new Lsn(endLsn);
    }

    /** Where the record before it begins. */
    public Lsn previousLsn() {
        return new Lsn(LittleEndian.i64(bytes, offset + 8));
    }

    /** The transaction it belongs to, or 0: the end of a prepared one belongs to none. */
    public long xid() {
        return LittleEndian.u32(bytes, offset + 4);
    }

    /** Header and payload, in bytes, page headers not counted. */
    public int totalLength() {
        return totalLength;
    }

    public ResourceManager resourceManager() {
        return ResourceManager.of(resourceManagerId());
    }

    public int resourceManagerId() {
        return LittleEndian.u8(bytes, offset + 17);
    }

    /** The info byte: what kind of record it is to its resource manager, and flags. */
    public int info() {
        return LittleEndian.u8(bytes, offset + 16);
    }

    /** Whether the rest of its segment is left unused. */
    public boolean isSegmentSwitch() {
        return ResourceManager.XLOG.owns(resourceManagerId())
                && (info() & INFO_MASK) == XLOG_SWITCH;
    }

    /** Whether it stands in for a record that a crash left half written. */
    boolean replacesTornRecord() {
        return ResourceManager.XLOG.owns(resourceManagerId())
                && (info() & INFO_MASK) == XLOG_OVERWRITE_CONTRECORD;
    }

    /** Whether it stands in for the half-written record that begins at this position. */
    boolean replacesTornRecord(long tornRecordStart) {
        return replacesTornRecord()
                && LittleEndian.i64(bytes, mainDataAt(Long.BYTES)) == tornRecordStart;
    }

    /** What it says if it is a checkpoint's record. */
    public Optional<Checkpoint> checkpoint() {
        int kind = info() & INFO_MASK;
        if (!ResourceManager.XLOG.owns(resourceManagerId())
                || (kind != XLOG_CHECKPOINT_SHUTDOWN && kind != XLOG_CHECKPOINT_ONLINE)) {
            return Optional.empty();
        }
        Lsn redo = new Lsn(LittleEndian.i64(bytes, mainDataAt(Long.BYTES)));
        return Optional.of(new Checkpoint(kind == XLOG_CHECKPOINT_SHUTDOWN, redo));
    }

    /** What it decides about a transaction, if it does. */
    public Optional<Outcome> outcome() {
        if (!ResourceManager.TRANSACTION.owns(resourceManagerId())) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (info() & XACT_MASK) {
                    case XACT_COMMIT -> Outcome.COMMIT;
                    case XACT_ABORT -> Outcome.ABORT;
                    case XACT_PREPARE -> Outcome.PREPARE;
                    case XACT_COMMIT_PREPARED -> Outcome.COMMIT_PREPARED;
                    case XACT_ABORT_PREPARED -> Outcome.ABORT_PREPARED;
                    default -> null; // a number from a file: assignment, invalidations
                });
    }

    /** The clock's reading at the moment of {@link #outcome}; empty exactly when that is. */
    public Optional<Instant> outcomeTime() {
        return outcome()
                .map(
                        outcome -> {
                            int at = outcome == Outcome.PREPARE ? PREPARED_AT_OFFSET : 0;
                            int data = mainDataAt(at + Long.BYTES);
                            return POSTGRES_EPOCH.plus(
                                    LittleEndian.i64(bytes, data + at), ChronoUnit.MICROS);
                        });
    }

    /** The length of what {@link #mainData} returns. */
    public int mainDataLength() {
        return parse(null);
    }

    /**
     * A copy of the payload that belongs to no page.
     *
     * @throws IllegalStateException if the record is a giant of which only the begin is kept
     */
    public byte[] mainData() {
        int length = mainDataLength();
        int at = mainDataAt(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /** The pages it changes, in the order of the record. */
    public List<BlockReference> blocks() {
        List<BlockReference> found = new ArrayList<>(4);
        parse(found);
        return found;
    }

    /** The index of the main data in the array, of which {@code needed} bytes must be there. */
    private int mainDataAt(int needed) {
        int length = mainDataLength();
        int start = totalLength - length;
        if (length < needed || start + needed > kept) {
            throw new IllegalStateException(
                    "record at "
                            + lsn()
                            + " has "
                            + length
                            + " bytes of main data, "
                            + (kept - start)
                            + " of them kept; "
                            + needed
                            + " were asked for");
        }
        return offset + start;
    }

    /**
     * Goes through the headers of the payload (DecodeXLogRecord in xlogreader.c).
     *
     * @return the length of the main data
     */
    private int parse(@Nullable List<BlockReference> blocks) {
        int at = offset + HEADER_BYTES;
        int payloads = 0;
        long tablespace = 0;
        long database = 0;
        long relation = 0;
        while (offset + totalLength - at > payloads) {
            int id = LittleEndian.u8(bytes, at++);
            if (id == ID_SHORT_DATA) {
                return LittleEndian.u8(bytes, at);
            } else if (id == ID_LONG_DATA) {
                return LittleEndian.i32(bytes, at);
            } else if (id == ID_ORIGIN) {
                at += Short.BYTES;
            } else if (id == ID_TOP_LEVEL_XID) {
                at += Integer.BYTES;
            } else if (id <= LARGEST_BLOCK_ID) {
                int flags = LittleEndian.u8(bytes, at);
                payloads += LittleEndian.u16(bytes, at + 1);
                at += 3;
                boolean hasImage = (flags & BLOCK_HAS_IMAGE) != 0;
                if (hasImage) {
                    payloads += LittleEndian.u16(bytes, at);
                    int imageInfo = LittleEndian.u8(bytes, at + 4);
                    at += 5;
                    if ((imageInfo & IMAGE_HAS_HOLE) != 0 && (imageInfo & IMAGE_COMPRESSED) != 0) {
                        at += Short.BYTES;
                    }
                }
                if ((flags & BLOCK_SAME_RELATION) == 0) {
                    tablespace = LittleEndian.u32(bytes, at);
                    database = LittleEndian.u32(bytes, at + 4);
                    relation = LittleEndian.u32(bytes, at + 8);
                    at += 12;
                }
                if (blocks != null) {
                    blocks.add(
                            new BlockReference(
                                    id,
                                    tablespace,
                                    database,
                                    relation,
                                    flags & FORK_MASK,
                                    LittleEndian.u32(bytes, at),
                                    hasImage));
                }
                at += Integer.BYTES;
            } else {
                throw new IllegalStateException(
                        "record at " + lsn() + " has a part of unknown kind " + id);
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return "%s %s/%02X xid %d, %d bytes"
                .formatted(lsn(), resourceManager(), info(), xid(), totalLength);
    }
}
