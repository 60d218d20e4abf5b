package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What is said about space is what the disk says, before and after something goes. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class LayerSpaceTest {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final TimelineId CHILD = new TimelineId("tl-child");
    private static final SealId FIRST = new SealId("sl-first");
    private static final SealId SECOND = new SealId("sl-second");
    private static final int MEGABYTE = 1 << 20;

    @TempDir Path folder;

    private LayerStore store;
    private long table;

    @BeforeEach
    void createTimeline() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/global"));
        Files.write(source.resolve("pg_control"), new byte[8192]);
        store = LayerStore.open(folder.resolve("home"), Disk.REAL, 100);
        store.create(MAIN, folder.resolve("source"), folder);
        TimelineFiles main = store.timeline(MAIN);
        table = main.create(TimelineFiles.ROOT, "table", 0600).node();
        main.forget(table, 1);
        write(MAIN, 0, 8 * MEGABYTE, 1);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void whatATimelineAloneTakesIsFreedWhenItGoes() throws Exception {
        store.seal(MAIN, FIRST);
        store.fork(FIRST, CHILD, folder);
        write(CHILD, 0, 2 * MEGABYTE, 2);
        write(MAIN, MEGABYTE, 3 * MEGABYTE, 3);
        store.settle();
        StoreSpace child = store.space(CHILD, Set.of());

        assertThat(child.logicalBytes()).isEqualTo(8 * MEGABYTE + 8192);
        assertThat(child.uniqueBytes()).isCloseTo(2 * MEGABYTE, within(MEGABYTE / 10L));
        assertThat(child.sharedBytes()).isCloseTo(8 * MEGABYTE, within(MEGABYTE / 10L));
        long before = onDisk();
        store.delete(CHILD);
        assertThat(before - onDisk()).isEqualTo(child.uniqueBytes());
        StoreSpace main = store.space(MAIN, Set.of(FIRST));
        before = onDisk();
        store.delete(MAIN);
        store.discard(FIRST);
        assertThat(before - onDisk()).isEqualTo(main.uniqueBytes());
    }

    @Test
    void whatTheStoreHoldsForItsOwnWorkIsNotTakenForSomebodysNeed() throws Exception {
        store.close();
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CountDownLatch atWork = new CountDownLatch(1);
        store = LayerStore.open(folder.resolve("home"), new SlowDisk(atWork, mayGoOn), 100);
        try {
            write(MAIN, 0, 2 * MEGABYTE, 2);
            store.seal(MAIN, FIRST);
            atWork.await();

            StoreSpace main = store.space(MAIN, Set.of(FIRST));
            assertThat(main.uniqueBytes()).isCloseTo(8 * MEGABYTE, within(3L * MEGABYTE));
            store.delete(MAIN);
            assertThat(store.uniqueBytes(FIRST)).isCloseTo(8 * MEGABYTE, within(3L * MEGABYTE));
            assertThat(store.together(Set.of(), Set.of(FIRST)).ownBytes())
                    .isEqualTo(store.uniqueBytes(FIRST));
        } finally {
            mayGoOn.countDown();
        }
    }

    /** One that stays at the data of the first sealed layer until it may go on. */
    private record SlowDisk(CountDownLatch atWork, CountDownLatch mayGoOn) implements Disk {
        @Override
        public void sync(Path path, FileChannel channel) throws IOException {
            if (path.toString().endsWith(Layer.DATA_SUFFIX)) {
                atWork.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            Disk.super.sync(path, channel);
        }
    }

    @Test
    void theSumOverAllTimelinesIsWhatTheDiskSays() throws Exception {
        store.seal(MAIN, FIRST);
        store.fork(FIRST, CHILD, folder);
        write(CHILD, 0, 2 * MEGABYTE, 2);
        write(MAIN, MEGABYTE, 3 * MEGABYTE, 3);
        store.seal(MAIN, SECOND);
        write(MAIN, 0, MEGABYTE, 4);
        store.settle();
        StoreSpace main = store.space(MAIN, Set.of(SECOND));
        StoreSpace child = store.space(CHILD, Set.of());

        assertThat(main.sharedBytes()).isEqualTo(child.sharedBytes());
        long sum = main.uniqueBytes() + child.uniqueBytes() + main.sharedBytes();
        assertThat((double) sum).isCloseTo(onDisk(), within(0.02 * onDisk()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatManyTakeTogetherIsWhatTheDiskSaysAndWhatSomeFreeTogetherIsSaid(long seed)
            throws Exception {
        Random random = new Random(seed);
        Map<TimelineId, Set<SealId>> family = family(random);
        store.settle();
        Set<SealId> seals = new HashSet<>();
        family.values().forEach(seals::addAll);
        assertThat(store.together(family.keySet(), seals))
                .as("seed %d", seed)
                .isEqualTo(new StoreTogether(onDisk(), onDisk()));

        List<TimelineId> going = new ArrayList<>(family.keySet());
        Collections.shuffle(going, random);
        going = going.subList(0, 4);
        Set<SealId> theirs = new HashSet<>();
        going.forEach(id -> theirs.addAll(family.get(id)));
        StoreTogether said = store.together(Set.copyOf(going), theirs);
        assertThat(said.takenBytes()).as("seed %d", seed).isGreaterThan(said.ownBytes());
        long before = onDisk();
        for (TimelineId id : going) {
            store.delete(id);
        }
        for (SealId seal : theirs) {
            store.discard(seal);
        }
        assertThat(before - onDisk()).as("seed %d", seed).isEqualTo(said.ownBytes());
    }

    @Test
    void historyIsWhatGivingUpSealsFrees() throws Exception {
        store.seal(MAIN, FIRST);
        write(MAIN, MEGABYTE, 6 * MEGABYTE, 2);
        store.seal(MAIN, SECOND);
        store.settle();
        long history = store.space(MAIN, Set.of(FIRST, SECOND)).historyBytes();

        assertThat(history).isEqualTo(6 * MEGABYTE);
        long before = onDisk();
        store.discard(FIRST);
        assertThat(store.space(MAIN, Set.of(SECOND)).historyBytes()).isZero();
        store.merge();
        assertThat(before - onDisk()).isCloseTo(history, within(MEGABYTE / 10L));
    }

    @Test
    void whatWasCutOffOrDeletedIsHistoryToo() throws Exception {
        TimelineFiles main = store.timeline(MAIN);
        long gone = main.create(TimelineFiles.ROOT, "gone", 0600).node();
        main.forget(gone, 1);
        main.write(gone, 0, ByteBuffer.allocate(MEGABYTE));
        store.seal(MAIN, FIRST);
        main.truncate(table, 2 * MEGABYTE);
        main.unlink(TimelineFiles.ROOT, "gone");
        main.allocate(table, 8 * MEGABYTE);
        store.seal(MAIN, SECOND);
        store.settle();

        assertThat(store.space(MAIN, Set.of(FIRST, SECOND)).historyBytes()).isEqualTo(7 * MEGABYTE);
    }

    @Test
    void whatOthersNeedIsNoHistoryOfOnes() throws Exception {
        store.seal(MAIN, FIRST);
        store.fork(FIRST, CHILD, folder);
        write(CHILD, 0, 4 * MEGABYTE, 2);
        store.seal(CHILD, SECOND);
        store.settle();

        assertThat(store.space(CHILD, Set.of(SECOND)).historyBytes()).isZero();
    }

    @Test
    void whatIsWrittenAfterALookIsSeenAtTheNext() throws Exception {
        store.seal(MAIN, FIRST);
        store.fork(FIRST, CHILD, folder);
        long before = store.space(CHILD, Set.of()).uniqueBytes();
        write(CHILD, 0, 2 * MEGABYTE, 2);
        long written = store.space(CHILD, Set.of()).uniqueBytes();
        write(CHILD, 2 * MEGABYTE, 7 * MEGABYTE, 3);
        StoreSpace grown = store.space(CHILD, Set.of());

        assertThat(written - before).isCloseTo(2 * MEGABYTE, within(MEGABYTE / 10L));
        assertThat(grown.uniqueBytes() - written).isCloseTo(7 * MEGABYTE, within(MEGABYTE / 10L));
        assertThat(grown.logicalBytes()).isEqualTo(9 * MEGABYTE + 8192);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inAnyFamilyEachGoesWithWhatWasSaidOfAllAtOnce(long seed) throws Exception {
        Map<TimelineId, Set<SealId>> family = family(new Random(seed));
        store.settle();
        List<TimelineId> going = new ArrayList<>(family.keySet());
        Collections.shuffle(going, new Random(seed));
        for (TimelineId id : going) {
            Map<TimelineId, StoreSpace> said = store.spaces(family);
            assertThat(said.keySet()).as("seed %d", seed).isEqualTo(family.keySet());
            Set<SealId> own = family.remove(id);
            assertThat(said.get(id)).as("seed %d", seed).isEqualTo(store.space(id, own));
            long before = onDisk();
            store.delete(id);
            for (SealId seal : own) {
                store.discard(seal);
            }
            assertThat(before - onDisk())
                    .as("seed %d, %s", seed, id)
                    .isEqualTo(said.get(id).uniqueBytes());
        }
    }

    /** Some timelines that were forked from one another and written to, with the seals of each. */
    private Map<TimelineId, Set<SealId>> family(Random random) throws IOException {
        Map<TimelineId, Set<SealId>> family = new LinkedHashMap<>();
        family.put(MAIN, new HashSet<>());
        for (int i = 0; i < 8; i++) {
            List<TimelineId> all = List.copyOf(family.keySet());
            TimelineId parent = all.get(random.nextInt(all.size()));
            SealId seal = new SealId("sl-" + i);
            store.seal(parent, seal);
            family.get(parent).add(seal);
            TimelineId child = new TimelineId("tl-" + i);
            store.fork(seal, child, folder);
            family.put(child, new HashSet<>());
            for (TimelineId id : List.of(parent, child)) {
                write(id, random.nextInt(MEGABYTE), 1 + random.nextInt(MEGABYTE), i);
            }
        }
        return family;
    }

    private void write(TimelineId id, int from, int bytes, int value) throws IOException {
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) value);
        store.timeline(id).write(table, from, ByteBuffer.wrap(content));
    }

    /** As du would count it: files and folders below the layers, manifests included. */
    private long onDisk() throws IOException {
        long sum = 0;
        for (String top : List.of("layers", "timelines", "seals")) {
            try (Stream<Path> all = Files.walk(folder.resolve("home").resolve(top))) {
                for (Path path : all.skip(1).toList()) {
                    sum += AllocatedSpace.of(path);
                }
            }
        }
        return sum;
    }
}
