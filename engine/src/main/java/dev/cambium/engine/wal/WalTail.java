package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Follows WAL that a Postgres is writing: each call reads on from where the last one ended, so the
 * end of a busy server's WAL costs only what was written since. Thread-safe. Holds one open file.
 */
public final class WalTail implements AutoCloseable {

    private final WalWalker walker;

    /**
     * @param start where a record begins
     */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public WalTail(WalFolder wal, Lsn start) {
        this.walker = WalWalker.open(wal, start);
    }

    /** Goes on behind an end that was found before. */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public WalTail(WalFolder wal, WalEnd end) {
        this.walker = WalWalker.resume(wal, end);
    }

    /** The end of WAL now: not before any record that was flushed before the call. */
    public WalEnd catchUp() throws IOException {
        return catchUp(record -> {});
    }

    /** As {@link #catchUp()}, and shows each record that was not shown before, in order. */
    public synchronized WalEnd catchUp(Consumer<WalRecord> each) throws IOException {
        for (WalRecord record = walker.next(); record != null; record = walker.next()) {
            each.accept(record);
        }
        return walker.end();
    }

    @Override
    public synchronized void close() throws IOException {
        walker.close();
    }
}
