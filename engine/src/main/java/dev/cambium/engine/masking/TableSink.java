package dev.cambium.engine.masking;

import dev.cambium.anonymizer.run.CopyBuffer;
import dev.cambium.anonymizer.run.RowFormat;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

import java.sql.SQLException;

/**
 * Takes the masked rows of one table in one COPY, in the order of its units, whichever threads mask
 * them: so rows lie as they did there, and an index on what they are sorted by finds them sorted.
 *
 * <p>A large table gets new files in the transaction of its COPY. Nobody else can see them, so with
 * {@code wal_level=minimal} nothing of them goes to WAL, and rows are written as frozen: nobody
 * comes back to mark them (docs/decisions/0050). Thread-safe; whose turn it is writes.
 */
final class TableSink {

    /** As many bytes go to the server in one message, which it copies whole. */
    private static final int SENT_AT_ONCE = 65_536;

    private final MaskingSession target;
    private final CopyUnit first;
    private @Nullable CopyIn copy;
    private volatile int turn;
    private volatile boolean failed;

    /**
     * @param target used by nobody else until the last unit {@link #finish}ed
     * @param first any unit of the table
     */
    TableSink(MaskingSession target, CopyUnit first) {
        this.target = target;
        this.first = first;
    }

    MaskingSession target() {
        return target;
    }

    /** Whether what is written is not waited with. */
    boolean isTurnOf(CopyUnit unit) {
        return turn == unit.part();
    }

    /**
     * Sends what is in the buffer and empties it, once all units before this one have finished.
     *
     * @return false if another unit failed, so that nothing is wanted any more
     */
    boolean write(CopyUnit unit, CopyBuffer rows) throws SQLException {
        if (!awaitTurn(unit)) {
            return false;
        }
        CopyIn in = copy;
        if (in == null) {
            in = begin();
            copy = in;
        }
        for (int from = 0; from < rows.size(); from += SENT_AT_ONCE) {
            in.writeToCopy(rows.bytes(), from, Math.min(SENT_AT_ONCE, rows.size() - from));
        }
        rows.clear();
        return true;
    }

    private synchronized boolean awaitTurn(CopyUnit unit) {
        while (!failed && turn != unit.part()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
        }
        return !failed;
    }

    private CopyIn begin() throws SQLException {
        RowFormat format = RowFormat.of(first.plan());
        if (first.isLarge()) {
            target.execute("BEGIN");
            TargetTables.giveNewFiles(target, first.plan().table().id());
        }
        return target.copies()
                .copyIn(RowQuery.copyIn(first.plan().table(), format, first.isLarge()));
    }

    /** All of a unit was written: the next one may write, or all is committed. */
    void finish(CopyUnit unit) throws SQLException {
        if (unit.isLast()) {
            CopyIn in = copy;
            if (in != null) { // else nothing was written, and nothing begun
                in.endCopy();
                if (first.isLarge()) {
                    target.execute("COMMIT");
                }
            }
        }
        synchronized (this) {
            turn++;
            notifyAll();
        }
    }

    /** Nobody needs to wait any more: what was written is of no use. */
    synchronized void fail() {
        failed = true;
        notifyAll();
    }
}
