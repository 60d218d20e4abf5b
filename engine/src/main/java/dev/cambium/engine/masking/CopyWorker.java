package dev.cambium.engine.masking;

import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.run.CopyBuffer;
import dev.cambium.anonymizer.run.RowFormat;
import dev.cambium.anonymizer.run.RowMasker;

import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

import java.sql.SQLException;

/**
 * Reads the rows of a unit from one server, masks them and writes them to another: all in one
 * thread, while both servers work beside it. What is in memory is a buffer of rows.
 */
final class CopyWorker {

    /** As many bytes of rows go to the server at once. */
    private static final int SENT_AT_ONCE = 60_000;

    private final MaskingSession source;
    private final MaskingSession target;
    private final MaskingSecret secret;
    private final LoadTally tally;
    private final CopyBuffer buffer = new CopyBuffer();

    CopyWorker(
            MaskingSession source, MaskingSession target, MaskingSecret secret, LoadTally tally) {
        this.source = source;
        this.target = target;
        this.secret = secret;
        this.tally = tally;
    }

    void copy(CopyUnit unit) throws SQLException {
        RowFormat format = RowFormat.of(unit.plan());
        RowMasker masker = new RowMasker(unit.plan(), secret, unit.part(), format);
        String select = RowQuery.select(unit.plan().table(), unit.partitioned(), unit.where());
        if (unit.plan().columns().isEmpty()) {
            withoutColumns(unit, select);
            return;
        }
        CopyOut out = source.copies().copyOut(RowQuery.copyOut(select, format));
        try {
            CopyIn in = target.copies().copyIn(RowQuery.copyIn(unit.plan().table(), format));
            try {
                rows(unit, masker, out, in);
                in.endCopy();
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
        tally.add(masker);
    }

    private void rows(CopyUnit unit, RowMasker masker, CopyOut out, CopyIn in) throws SQLException {
        boolean masked = unit.plan().isMasked();
        long told = 0;
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            if (masked) {
                masker.mask(row, buffer);
            } else {
                masker.copy(row, buffer);
            }
            if (buffer.size() >= SENT_AT_ONCE) {
                send(in);
                tally.rows(masker.rows() - told);
                told = masker.rows();
            }
        }
        masker.finish(buffer);
        send(in);
        tally.rows(masker.rows() - told);
    }

    private void send(CopyIn in) throws SQLException {
        in.writeToCopy(buffer.bytes(), 0, buffer.size());
        buffer.clear();
    }

    /** COPY takes no table without columns; such a table only has a number of rows. */
    private void withoutColumns(CopyUnit unit, String select) throws SQLException {
        long rows = source.number("SELECT count(*) FROM (" + select + ") x");
        if (rows > 0) {
            String table = unit.plan().table().id().quoted();
            boolean computed = !unit.plan().table().columns().isEmpty();
            target.execute(
                    computed
                            ? "INSERT INTO %s SELECT FROM generate_series(1, %d)"
                                    .formatted(table, rows)
                            : "DO $$ BEGIN FOR i IN 1..%d LOOP INSERT INTO %s DEFAULT VALUES; END LOOP; END $$"
                                    .formatted(rows, table));
        }
        tally.rows(rows);
    }
}
