package dev.cambium.engine.layer;

import dev.cambium.engine.layer.LayerRegistry.Member;
import dev.cambium.engine.page.TimelineId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/**
 * Keeps stacks flat: puts layers together between which nothing begins any more, in the background
 * and slowly, while their timelines are read and written.
 *
 * <p>A merge is one step: until the {@link MergeMark} is durable nothing has happened, from then on
 * the old layers are rubbish, and a crash in between leaves rubbish only. Thread-safe; one merge at
 * a time.
 */
final class LayerMerger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LayerMerger.class);

    /** Several seals are often given up in a row: one look afterwards serves them all. */
    private static final long LINGER_MILLIS = 2_000;

    /** A merge that failed, for the disk was full, is tried again that much later. */
    private static final long AGAIN_MILLIS = 60_000;

    /** How long closing waits for the step that is under way. */
    private static final long CLOSE_SECONDS = 60;

    /** That many times what a merge may write must be free, so that it never fills a disk. */
    private static final int FREE_FACTOR = 2;

    private final StoreParts store;
    private final MakeDurable makeDurable;
    private final LayerSealing sealing;
    private final MergePace pace;
    private final boolean automatic;
    private final ReentrantLock merging = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("layer-merger").factory());

    /** A mark could not be written for certain: what is on disk may be either. Until the end. */
    private boolean inDoubt;

    /**
     * @param automatic whether it looks by itself when seals or timelines go
     */
    LayerMerger(
            StoreParts store,
            LayerKeeper keeper,
            MakeDurable makeDurable,
            MergePace pace,
            boolean automatic) {
        this.store = store;
        this.makeDurable = makeDurable;
        this.sealing = new LayerSealing(store, keeper, makeDurable, this::lookSoon);
        this.pace = pace;
        this.automatic = automatic;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Something was given up or became durable: there may be layers to merge. */
    void lookSoon() {
        if (automatic) {
            look(LINGER_MILLIS);
        }
    }

    private void look(long millis) {
        if (asked.compareAndSet(false, true)) {
            var _ = thread.schedule(this::lookNow, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void lookNow() {
        asked.set(false);
        try {
            mergeAll();
        } catch (MergePace.Stopped closing) {
            LOG.debug("a merge of layers was given up: {}", closing.getMessage());
        } catch (IOException | RuntimeException failure) {
            LOG.warn("layers could not be merged now: {}", failure.toString());
            LOG.debug("because", failure);
            look(AGAIN_MILLIS);
        }
    }

    /**
     * Merges all that is due.
     *
     * @return how many layers are gone
     */
    int mergeAll() throws IOException {
        sealing.rollLongLogs();
        int gone = 0;
        for (int more = mergeOne(); more > 0; more = mergeOne()) {
            gone += more;
        }
        return gone;
    }

    private int mergeOne() throws IOException {
        merging.lock();
        try {
            for (List<Layer> run : store.registry().runs()) {
                int due = MergeRule.due(run.stream().map(Layer::sizeBytes).toList());
                Layer top = run.getFirst();
                // While the uppermost is held nothing can begin inside of the run: only seals name
                // layers, and there is none to begin from.
                if (due > 1 && store.registry().lease(top)) {
                    try {
                        merge(run.subList(0, due), true, pace);
                    } finally {
                        store.collector().giveBack(top);
                    }
                    return due - 1;
                }
            }
            return 0;
        } finally {
            merging.unlock();
        }
    }

    /**
     * Gives a timeline's own layers all that it shows of others' below them, so that it shares
     * nothing with its ancestors any more; those stay for whoever else needs them.
     *
     * @param watch what it throws gives up the copy and leaves the timeline as it was
     * @return false if it shares nothing already
     */
    boolean flatten(TimelineId id, Member member, CopyWatch watch) throws IOException {
        merging.lock();
        try {
            Layer own = lowestOwn(id, member);
            if (own.parent() == null) {
                return false;
            }
            if (own.state() == Layer.State.OPEN) {
                own = sealing.roll(id, member);
            }
            if (!store.registry().lease(own)) {
                throw new NoSuchFileException(id.value());
            }
            try {
                makeDurable.run(own);
                List<Layer> all = new ArrayList<>();
                new LayerStack(own).forEach(all::add);
                merge(all, false, pace.watched(watch, sizeBytes(all)));
            } finally {
                store.collector().giveBack(own);
            }
            return true;
        } finally {
            merging.unlock();
        }
    }

    /** The lowest layer that this timeline wrote; what is below was written by its ancestors. */
    private static Layer lowestOwn(TimelineId id, Member member) {
        LayerStack stack = member.files().stack();
        Layer lowest = stack.top();
        for (Layer layer : stack) {
            if (!layer.timeline().equals(id.value())) {
                break;
            }
            lowest = layer;
        }
        return lowest;
    }

    private void merge(List<Layer> newestFirst, boolean sourcesGo, CopyPace pace)
            throws IOException {
        if (inDoubt) {
            throw new IOException(
                    "layers are not merged until the engine is started again, because a merge was left in doubt");
        }
        Layer top = newestFirst.getFirst();
        LongPredicate usedNameless = node -> isUsedNameless(top, node);
        LayerMerge merge =
                new LayerMerge(
                        newestFirst, usedNameless, sourcesGo, pace, store.channels(), store.disk());
        store.space().require(FREE_FACTOR * sizeBytes(newestFirst));
        long begun = System.nanoTime();
        Layer staged = store.factory().makeMerged(top, merge.below());
        try {
            merge.fill(staged);
            moveManifestsOn(top);
            pace.requireGoing();
        } catch (IOException | RuntimeException failure) {
            store.factory().scrap(staged, failure);
            throw failure;
        }
        takeEffect(top, staged);
        for (long node : merge.nameless()) {
            // Forgotten meanwhile: whoever deleted it did so in the old layers.
            if (!usedNameless.test(node)) {
                top.delete(node);
            }
        }
        LOG.debug(
                "merged {} layers into {} with {} bytes in {} ms",
                newestFirst.size(),
                top.id(),
                top.sizeBytes(),
                (System.nanoTime() - begun) / 1_000_000);
    }

    /** How many bytes a merge may write, at most. */
    private static long sizeBytes(List<Layer> layers) {
        return layers.stream().mapToLong(Layer::sizeBytes).sum();
    }

    private void takeEffect(Layer top, Layer staged) throws IOException {
        LayerId folder = LayerFolder.numberOf(staged.folder());
        try {
            new MergeMark(top.id(), folder).write(store.folders().layer(top.id()), store.disk());
        } catch (IOException failure) {
            // Both are whole and show the same. The next opening finds one of them; until then
            // neither may be deleted.
            inDoubt = true;
            staged.close();
            throw failure;
        }
        Layer.Body old = top.become(staged);
        try {
            store.factory().deleteOld(top, old);
            top.freed();
        } catch (IOException failure) {
            LOG.warn("what was merged is deleted at the next start", failure);
        }
    }

    /**
     * From the layer that a manifest names the open one is found by following the successors, so no
     * manifest may name a layer that is about to go, nor one below: the way up leads through it.
     */
    private void moveManifestsOn(Layer top) throws IOException {
        for (Map.Entry<TimelineId, Member> entry : store.registry().allMembers().entrySet()) {
            Member member = entry.getValue();
            member.sealing().lock();
            try {
                LayerId named = store.manifests().layerOf(entry.getKey());
                if (named != null
                        && named.value() < top.id().value()
                        && member.files().stack().contains(top)) {
                    makeDurable.moveOn(entry.getKey(), member);
                }
            } finally {
                member.sealing().unlock();
            }
        }
    }

    private boolean isUsedNameless(Layer top, long node) {
        for (Member member : store.registry().members()) {
            TimelineFiles files = member.files();
            if (files.remembersNameless(node) && files.stack().contains(top)) {
                return true;
            }
        }
        return false;
    }

    LayerSealing sealing() {
        return sealing;
    }

    /** Ends what is under way within a chunk; nothing of it counts. */
    @Override
    public void close() {
        pace.stop();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a merge of layers is still at work; its rubbish goes at the next start");
            }
            // Nor may one that somebody else began outlive this.
            if (merging.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                merging.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
