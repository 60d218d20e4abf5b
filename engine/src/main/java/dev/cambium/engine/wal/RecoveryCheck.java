package dev.cambium.engine.wal;

import java.io.IOException;

/**
 * What a server that was started on a cut wrote behind the place of the cut. This is how the caller
 * knows that recovery ended where the walker said.
 */
public sealed interface RecoveryCheck {

    /**
     * The server continued exactly at the end, pointing back at the last record before it.
     *
     * @param first the first record it wrote
     * @param recovered whether it is the checkpoint that ends a crash recovery (after the mark for
     *     a half-written record, if there was one); a server that needed no recovery writes
     *     whatever comes first
     */
    record Continued(WalRecord first, boolean recovered) implements RecoveryCheck {}

    /** Nothing was written there: so far right for a clean start, and wrong after a recovery. */
    record NothingWritten() implements RecoveryCheck {}

    /**
     * Recovery ended at another place: the data must not be served.
     *
     * @param why half a sentence
     */
    record Elsewhere(String why) implements RecoveryCheck {}

    /**
     * Looks at the WAL of a server that has started.
     *
     * @param end where the WAL ended before the start, with its last record
     */
    static RecoveryCheck of(WalFolder wal, WalEnd end) throws IOException {
        try (WalWalker walker = WalWalker.open(wal, end.lastRecordStart())) {
            WalRecord last = walker.next();
            if (last == null || !last.endLsn().equals(end.endLsnExclusive())) {
                return new Elsewhere(
                        "the last record, at "
                                + end.lastRecordStart()
                                + ", was replaced: "
                                + (last == null ? walker.end().reason().sentence() : last));
            }
            WalRecord first = walker.next();
            if (first != null) {
                WalRecord checkpoint = first.replacesTornRecord() ? walker.next() : first;
                return new Continued(first, checkpoint != null && endsRecovery(checkpoint));
            }
            WalStop reason = walker.end().reason();
            return switch (reason) {
                case NO_SEGMENT, EMPTY_PAGE, ZEROS -> new NothingWritten();
                case SHORT_SEGMENT,
                        WRONG_PAGE,
                        WRONG_LENGTH,
                        WRONG_RESOURCE_MANAGER,
                        WRONG_PREVIOUS,
                        WRONG_CHECKSUM,
                        TORN_RECORD,
                        NOT_A_RECORD,
                        LIMIT ->
                        new Elsewhere(
                                "behind "
                                        + end.endLsnExclusive()
                                        + " there is something else: "
                                        + reason.sentence());
            };
        }
    }

    /** A shutdown checkpoint is its own redo position. */
    private static boolean endsRecovery(WalRecord record) {
        return record.checkpoint()
                .filter(checkpoint -> checkpoint.shutdown())
                .filter(checkpoint -> checkpoint.redoLsn().equals(record.lsn()))
                .isPresent();
    }
}
