package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.run.ColumnCounts;
import dev.cambium.anonymizer.run.RowMasker;
import dev.cambium.anonymizer.run.SourceWatch;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up what the threads did. Thread-safe. */
final class LoadTally {

    /** As often as somebody can read it. */
    private static final long TOLD_EVERY_NANOS = 200_000_000;

    private final LoadProgress progress;
    private final long rowsExpected;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - TOLD_EVERY_NANOS);
    private final Map<TableId, ColumnCounts[]> counts = new HashMap<>();
    private final Map<TableId, Long> rowsByTable = new HashMap<>();
    private final SourceWatch watch;

    /**
     * @param rowsExpected about how many rows there will be
     */
    LoadTally(LoadProgress progress, long rowsExpected, MaskingSecret secret) {
        this.progress = progress;
        this.rowsExpected = rowsExpected;
        this.watch = new SourceWatch(secret.hash("source watch"));
    }

    /**
     * Some more rows were sent.
     *
     * @throws Stopped if no more are wanted
     */
    void rows(long more) {
        long now = rows.addAndGet(more);
        if (progress.isCancelled()) {
            throw new Stopped();
        }
        long last = told.get();
        long at = System.nanoTime();
        if (at - last < TOLD_EVERY_NANOS || !told.compareAndSet(last, at)) {
            return;
        }
        progress.at(
                String.format(Locale.ROOT, "Masked %,d rows", now),
                rowsExpected <= 0 ? null : Math.min(0.8, 0.8 * now / rowsExpected));
    }

    synchronized void add(RowMasker masker) {
        TableId id = masker.plan().table().id();
        ColumnCounts[] more = masker.counts();
        ColumnCounts[] sum = counts.computeIfAbsent(id, table -> fresh(more.length));
        for (int i = 0; i < more.length; i++) {
            sum[i].add(more[i]);
        }
        rowsByTable.merge(id, masker.rows(), Long::sum);
        for (@Nullable SourceWatch one : masker.watches()) {
            if (one != null) {
                watch.add(one);
            }
        }
    }

    private static ColumnCounts[] fresh(int length) {
        ColumnCounts[] counts = new ColumnCounts[length];
        for (int i = 0; i < length; i++) {
            counts[i] = new ColumnCounts();
        }
        return counts;
    }

    long rows() {
        return rows.get();
    }

    synchronized long rows(TableId table) {
        return rowsByTable.getOrDefault(table, 0L);
    }

    synchronized ColumnCounts[] counts(TableId table, int columns) {
        return counts.getOrDefault(table, fresh(columns));
    }

    synchronized SourceWatch watch() {
        return watch;
    }
}
