package dev.cambium.engine.masking;

import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.run.CopyBuffer;
import dev.cambium.anonymizer.run.RowFormat;
import dev.cambium.anonymizer.run.RowMasker;

import org.postgresql.copy.CopyOut;

import java.sql.SQLException;

/**
 * Reads the rows of a unit from one server, masks them and hands them to the sink of their table:
 * all in one thread, while both servers work beside it. What is in memory is a buffer of rows.
 */
final class CopyWorker {

    /** As many bytes of rows are handed over at once. */
    private static final int SENT_AT_ONCE = 60_000;

    /**
     * As many wait for their turn: of all threads together a thirtieth of the heap, and no more
     * than a unit has, unless its rows have long values.
     */
    private static final int WAITING_BYTES_MAX =
            Math.clamp(
                    Runtime.getRuntime().maxMemory() / 32 / LoadThreads.THREADS, 1 << 17, 4 << 20);

    private final MaskingSession source;
    private final TableSink sink;
    private final MaskingSecret secret;
    private final LoadTally tally;
    private final CopyBuffer buffer = new CopyBuffer();

    CopyWorker(MaskingSession source, TableSink sink, MaskingSecret secret, LoadTally tally) {
        this.source = source;
        this.sink = sink;
        this.secret = secret;
        this.tally = tally;
    }

    /**
     * Returns when all rows of the unit were sent.
     *
     * @return false if they were not, because another unit of the table failed
     */
    boolean copy(CopyUnit unit) throws SQLException {
        boolean done = false;
        boolean sent = true;
        try {
            String select = RowQuery.select(unit.plan().table(), unit.partitioned(), unit.where());
            if (unit.plan().columns().isEmpty()) {
                withoutColumns(unit, select);
                sink.finish(unit);
            } else {
                RowFormat format = RowFormat.of(unit.plan());
                RowMasker masker =
                        new RowMasker(unit.plan(), secret, unit.part(), unit.watched(), format);
                sent = rows(unit, masker, RowQuery.copyOut(select, format));
                if (sent) {
                    sink.finish(unit);
                    tally.add(masker);
                }
            }
            done = true;
            return sent;
        } finally {
            if (!done) {
                sink.fail();
            }
        }
    }

    /**
     * @return false if another unit failed
     */
    private boolean rows(CopyUnit unit, RowMasker masker, String query) throws SQLException {
        CopyOut out = source.copies().copyOut(query);
        try {
            if (unit.isFirst()) {
                masker.begin(buffer);
            }
            boolean masked = unit.plan().isMasked();
            long told = 0;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                if (masked) {
                    masker.mask(row, buffer);
                } else {
                    masker.copy(row, buffer);
                }
                if (isToBeSent(unit)) {
                    if (!sink.write(unit, buffer)) {
                        return false;
                    }
                    tally.rows(masker.rows() - told);
                    told = masker.rows();
                }
            }
            masker.finish(buffer);
            if (unit.isLast()) {
                masker.end(buffer);
            }
            boolean wanted = sink.write(unit, buffer);
            tally.rows(masker.rows() - told);
            return wanted;
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private boolean isToBeSent(CopyUnit unit) {
        return buffer.size() >= SENT_AT_ONCE
                && (sink.isTurnOf(unit) || buffer.size() >= WAITING_BYTES_MAX);
    }

    /** COPY takes no table without columns; such a table only has a number of rows. */
    private void withoutColumns(CopyUnit unit, String select) throws SQLException {
        long rows = source.number("SELECT count(*) FROM (" + select + ") x");
        if (rows > 0) {
            String table = unit.plan().table().id().quoted();
            boolean computed = !unit.plan().table().columns().isEmpty();
            sink.target()
                    .execute(
                            computed
                                    ? "INSERT INTO %s SELECT FROM generate_series(1, %d)"
                                            .formatted(table, rows)
                                    : "DO $$ BEGIN FOR i IN 1..%d LOOP INSERT INTO %s DEFAULT VALUES; END LOOP; END $$"
                                            .formatted(rows, table));
        }
        tally.rows(rows);
    }
}
