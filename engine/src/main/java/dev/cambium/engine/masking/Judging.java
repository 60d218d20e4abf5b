package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.detect.ColumnFinding;
import dev.cambium.anonymizer.detect.Detection;
import dev.cambium.anonymizer.detect.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at samples of tables while others are read: to look takes longer. A sample can be large, so
 * that few are there at once: one for each thread that looks, and the one that is being read.
 * Belongs to one thread.
 */
final class Judging implements AutoCloseable {

    private static final int THREADS_MAX = 4;

    private final Detection detection;
    private final Set<ColumnId> known;
    private final List<Future<List<ColumnFinding>>> looks = new ArrayList<>();
    private final ThreadPoolExecutor threads;

    /**
     * @param known columns that were decided upon: they are not looked at
     */
    Judging(Detection detection, Set<ColumnId> known) {
        this.detection = detection;
        this.known = known;
        int looking = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
        // Whoever reads looks himself when the others are behind.
        this.threads =
                new ThreadPoolExecutor(
                        looking,
                        looking,
                        0,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name("judging-", 0).factory(),
                        new ThreadPoolExecutor.CallerRunsPolicy());
    }

    void take(Table table, Sample sample) {
        looks.add(threads.submit(() -> detection.look(table, sample, known)));
    }

    /** Of all tables, in the order in which they were taken; waits for what is under way. */
    List<ColumnFinding> findings() {
        List<ColumnFinding> findings = new ArrayList<>();
        for (Future<List<ColumnFinding>> look : looks) {
            try {
                findings.addAll(look.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while samples were looked at", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a sample could not be looked at", e.getCause());
            }
        }
        return findings;
    }

    /** Looks at nothing more; what is looked at ends by itself. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
