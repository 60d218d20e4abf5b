package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.ControlFileException.Problem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What {@code global/pg_control} says. The layouts of Postgres 16 (1300), 17 (1700) and 18 (1800)
 * differ only where nothing is read here, and in their length. Its checksum was verified.
 *
 * <p>Source: ControlFileData in {@code src/include/catalog/pg_control.h}.
 *
 * @param systemIdentifier unsigned; chosen by initdb, the same in all WAL of the cluster
 * @param controlVersion 1300, 1700 or 1800
 * @param catalogVersion of the system catalogs: differs between major versions
 * @param state what the server was doing
 * @param checkpointLsn where the record of the last checkpoint begins
 * @param redoLsn where replay begins
 * @param timelineId always 1
 * @param walSegmentBytes the size of a WAL segment
 * @param blockBytes the size of a page of data, always 8192
 * @param settings which a server that replays this WAL must not undercut
 * @param checksumVersion of the data pages, 0 if they have none
 */
public record ControlFile(
        long systemIdentifier,
        int controlVersion,
        int catalogVersion,
        ControlState state,
        Lsn checkpointLsn,
        Lsn redoLsn,
        int timelineId,
        int walSegmentBytes,
        int blockBytes,
        Settings settings,
        int checksumVersion) {

    /** Where Postgres keeps it, relative to PGDATA. */
    public static final String PATH = "global/pg_control";

    private static final int STATE_AT = 16;

    /** How long a version's struct is before the checksum that ends it. */
    private static final int CHECKSUM_AT_1300_AND_1700 = 288;

    private static final int CHECKSUM_AT_1800 = 292;

    /** Postgres 13 to 15 have the layout 1300 too: this is the first catalog version after them. */
    private static final int CATALOG_OF_16 = 202307071;

    /**
     * The settings of the server that wrote it, as of its last start.
     *
     * @param maxConnections max_connections
     * @param maxWorkerProcesses max_worker_processes
     * @param maxWalSenders max_wal_senders
     * @param maxPreparedTransactions max_prepared_transactions
     * @param maxLocksPerTransaction max_locks_per_transaction
     */
    public record Settings(
            int maxConnections,
            int maxWorkerProcesses,
            int maxWalSenders,
            int maxPreparedTransactions,
            int maxLocksPerTransaction) {}

    /**
     * Reads the bytes of the file, of which Postgres writes 8192.
     *
     * @throws ControlFileException if it is damaged, of an unknown version, or of a server whose
     *     pages or timeline we cannot work with
     */
    public static ControlFile parse(byte[] bytes) throws ControlFileException {
        if (bytes.length < 16) {
            throw corrupt("it has only " + bytes.length + " bytes");
        }
        int version = LittleEndian.i32(bytes, 8);
        int checksumAt = checksumAt(version);
        if (bytes.length < checksumAt + Integer.BYTES) {
            throw corrupt("it has only " + bytes.length + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, checksumAt);
        if ((int) crc.getValue() != LittleEndian.i32(bytes, checksumAt)) {
            throw corrupt("its checksum does not match");
        }
        if (LittleEndian.i32(bytes, 12) < CATALOG_OF_16) {
            throw unknown("its catalog version is " + LittleEndian.i32(bytes, 12));
        }
        int state = LittleEndian.i32(bytes, STATE_AT);
        ControlFile read =
                new ControlFile(
                        LittleEndian.i64(bytes, 0),
                        version,
                        LittleEndian.i32(bytes, 12),
                        ControlState.of(state)
                                .orElseThrow(() -> corrupt("it holds the unknown state " + state)),
                        new Lsn(LittleEndian.i64(bytes, 32)),
                        new Lsn(LittleEndian.i64(bytes, 40)),
                        LittleEndian.i32(bytes, 48),
                        LittleEndian.i32(bytes, 228),
                        LittleEndian.i32(bytes, 216),
                        new Settings(
                                LittleEndian.i32(bytes, 180),
                                LittleEndian.i32(bytes, 184),
                                LittleEndian.i32(bytes, 188),
                                LittleEndian.i32(bytes, 192),
                                LittleEndian.i32(bytes, 196)),
                        LittleEndian.i32(bytes, 252));
        read.refuseUnsupported(LittleEndian.i32(bytes, 224));
        return read;
    }

    /**
     * The bytes that the next start would write first: the same file, but IN PRODUCTION. A server
     * that finds it recovers, beginning with the checkpoint of the clean stop, instead of trusting
     * that nothing was written behind that.
     *
     * @param bytes of a server that was stopped cleanly
     * @return a copy with the state and the checksum changed
     * @throws ControlFileException as {@link #parse}
     * @throws IllegalArgumentException if the state is another one
     */
    public static byte[] turned(byte[] bytes) throws ControlFileException {
        ControlFile read = parse(bytes);
        if (read.state() != ControlState.SHUT_DOWN) {
            throw new IllegalArgumentException("a server that is " + read.state());
        }
        byte[] turned = bytes.clone();
        int checksumAt = checksumAt(read.controlVersion());
        ByteBuffer buffer = ByteBuffer.wrap(turned).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(STATE_AT, ControlState.IN_PRODUCTION.number());
        CRC32C crc = new CRC32C();
        crc.update(turned, 0, checksumAt);
        buffer.putInt(checksumAt, (int) crc.getValue());
        return turned;
    }

    /** The sizes of this server's WAL files. */
    public WalSegments segments() {
        return new WalSegments(walSegmentBytes);
    }

    private static int checksumAt(int version) throws ControlFileException {
        return switch (version) {
            case 1300, 1700 -> CHECKSUM_AT_1300_AND_1700;
            case 1800 -> CHECKSUM_AT_1800;
            default ->
                    throw unknown(
                            "it has version "
                                    + version
                                    + ", not 1300, 1700 or 1800 in little-endian order");
        };
    }

    private void refuseUnsupported(int walBlockBytes) throws ControlFileException {
        if (timelineId != 1) {
            throw new ControlFileException(
                    Problem.UNSUPPORTED,
                    "the server is on Postgres timeline "
                            + timelineId
                            + " (it was promoted, or restored from a backup); only timeline 1 can"
                            + " be branched, so import it with a dump instead");
        }
        if (blockBytes != 8192 || walBlockBytes != WalPages.PAGE_BYTES) {
            throw new ControlFileException(
                    Problem.UNSUPPORTED,
                    "the server was compiled with pages of "
                            + blockBytes
                            + " bytes and WAL pages of "
                            + walBlockBytes
                            + "; only 8192 is understood, so import it with a dump instead");
        }
        if (Integer.bitCount(walSegmentBytes) != 1
                || walSegmentBytes < 1 << 20
                || walSegmentBytes > 1 << 30) {
            throw corrupt("it holds the impossible WAL segment size " + walSegmentBytes);
        }
    }

    private static ControlFileException unknown(String how) {
        return new ControlFileException(
                Problem.UNKNOWN_VERSION,
                "pg_control was not written by Postgres 16, 17 or 18: "
                        + how
                        + "; import the database with a dump instead");
    }

    private static ControlFileException corrupt(String how) {
        return new ControlFileException(
                Problem.CORRUPT,
                "pg_control is damaged: "
                        + how
                        + "; go back to an earlier point, or restore the file from a backup");
    }
}
