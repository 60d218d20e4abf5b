package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One random history of a store, told to a {@link ModelStore} alike. After each crash, and after
 * each failure of the disk, the store is opened again and compared.
 */
@SuppressWarnings("NullAway") // what is looked up was put in before
final class StoreHistory {

    private static final int FILE_BYTES_MAX = 90_000;

    private final long seed;
    private final Random random;
    private final Path home;
    private final Path source;
    private final FaultyDisk disk;
    private final int steps;
    private boolean fails = true;
    private ModelStore model = new ModelStore();
    private LayerStore store;
    private int names;
    private int step;

    StoreHistory(long seed, Path home, Path source, FaultyDisk disk, int steps) {
        this.seed = seed;
        this.random = new Random(seed);
        this.home = home;
        this.source = source;
        this.disk = disk;
        this.steps = steps;
    }

    /** On a disk without faults; crashes there are all the same. */
    StoreHistory neverFailing() {
        fails = false;
        return this;
    }

    void run() throws Exception {
        Files.createDirectories(source.resolve("global"));
        store = open();
        try {
            create();
            for (step = 0; step < steps; step++) {
                step();
            }
            disk.heal();
            reopenAfterFaults();
            compare();
            reopen();
            compare();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("seed " + seed + ", step " + step, failure);
        } finally {
            disk.heal();
            store.abandon();
        }
    }

    /** What failed in the background is not told to anyone; the next opening heals it. */
    private void reopenAfterFaults() throws IOException {
        store.abandon();
        store = open();
    }

    /** A few open files only, so that channels are closed and opened all the time. */
    private LayerStore open() throws IOException {
        return LayerStore.open(home, disk, 3);
    }

    private void step() throws Exception {
        int dice = random.nextInt(1000);
        if (dice < 60) {
            createFile();
        } else if (dice < 550) {
            write();
        } else if (dice < 680) {
            truncate();
        } else if (dice < 760) {
            extend();
        } else if (dice < 800) {
            rename();
        } else if (dice < 830) {
            unlink();
        } else if (dice < 890) {
            sync();
        } else if (dice < 925) {
            seal();
        } else if (dice < 945) {
            fork();
        } else if (dice < 955) {
            delete();
        } else if (dice < 970) {
            discard();
        } else if (dice < 976) {
            act(() -> store.settle(), () -> {});
        } else if (dice < 982) {
            act(() -> store.merge(), () -> {});
        } else if (dice < 983) {
            TimelineId any = new TimelineId(anyTimeline());
            act(() -> store.flatten(any, (bytes, most) -> {}), () -> {});
        } else if (dice < 986) {
            compare();
        } else if (dice < 989) {
            reopen();
        } else {
            crash();
        }
    }

    private void create() throws IOException {
        String id = "tl-" + names++;
        store.create(new TimelineId(id), source, source);
        model.timelines.put(id, new TreeMap<>());
    }

    private void createFile() throws Exception {
        String timeline = anyTimeline();
        String path = (random.nextBoolean() ? "global/" : "") + "f" + names++;
        TimelineFiles files = files(timeline);
        String[] parts = path.split("/");
        long parent = parts.length == 1 ? TimelineFiles.ROOT : node(files, parts[0]);
        act(
                () -> files.forget(files.create(parent, parts[parts.length - 1], 0600).node(), 1),
                () -> model.timeline(timeline).put(path, new byte[0]));
    }

    private void write() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path == null) {
            return;
        }
        int offset = random.nextInt(FILE_BYTES_MAX);
        int length = 1 + random.nextInt(30_000);
        switch (random.nextInt(3)) {
            case 0 -> {
                offset -= offset % 8192;
                length = 8192 * (1 + length / 8192);
            }
            case 1 -> {
                offset -= offset % 4096;
                length = 4096 * (1 + length / 4096);
            }
            default -> {}
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        TimelineFiles files = files(timeline);
        int from = offset;
        act(
                () -> files.write(node(files, path), from, ByteBuffer.wrap(bytes)),
                () -> model.write(timeline, path, from, bytes));
    }

    private void truncate() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path == null) {
            return;
        }
        int old = model.timeline(timeline).get(path).length;
        int size =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(old + 1);
                    case 2 -> random.nextInt(old / 8192 + 1) * 8192;
                    default -> random.nextInt(FILE_BYTES_MAX);
                };
        TimelineFiles files = files(timeline);
        act(
                () -> files.truncate(node(files, path), size),
                () -> model.truncate(timeline, path, size));
    }

    private void extend() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path == null) {
            return;
        }
        int size = random.nextInt(FILE_BYTES_MAX);
        TimelineFiles files = files(timeline);
        act(
                () -> files.allocate(node(files, path), size),
                () -> {
                    if (size > model.timeline(timeline).get(path).length) {
                        model.truncate(timeline, path, size);
                    }
                });
    }

    private void rename() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path == null) {
            return;
        }
        String newPath = random.nextInt(3) == 0 ? anyPath(timeline) : "r" + names++;
        if (newPath.equals(path)) {
            return;
        }
        TimelineFiles files = files(timeline);
        act(
                () ->
                        files.rename(
                                parent(files, path),
                                last(path),
                                parent(files, newPath),
                                last(newPath),
                                false),
                () -> model.rename(timeline, path, newPath));
    }

    private void unlink() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path != null) {
            TimelineFiles files = files(timeline);
            act(
                    () -> files.unlink(parent(files, path), last(path)),
                    () -> model.timeline(timeline).remove(path));
        }
    }

    private void sync() throws Exception {
        String timeline = anyTimeline();
        String path = anyPath(timeline);
        if (path != null) {
            TimelineFiles files = files(timeline);
            act(() -> files.sync(node(files, path)), () -> {});
        }
    }

    private void seal() throws Exception {
        String timeline = anyTimeline();
        String seal = "sl-" + names++;
        act(
                () -> store.seal(new TimelineId(timeline), new SealId(seal)),
                () -> model.seal(timeline, seal));
    }

    private void fork() throws Exception {
        String seal = any(model.seals);
        if (seal != null && model.timelines.size() < 12) {
            String child = "tl-" + names++;
            act(
                    () -> store.fork(new SealId(seal), new TimelineId(child), source),
                    () -> model.fork(seal, child));
        }
    }

    private void delete() throws Exception {
        String timeline = anyTimeline();
        if (model.timelines.size() > 1) {
            act(
                    () -> store.delete(new TimelineId(timeline)),
                    () -> model.timelines.remove(timeline));
        }
    }

    private void discard() throws Exception {
        String seal = any(model.seals);
        if (seal != null) {
            act(() -> store.discard(new SealId(seal)), () -> model.seals.remove(seal));
        }
    }

    private void reopen() throws IOException {
        disk.heal();
        try {
            store.close();
        } catch (IOException refused) {
            // A sync in the background had failed: closing says so, and then it is as after a kill.
            assertThat(disk.failures()).isPositive();
            store.abandon();
        }
        store = open();
    }

    private interface Call {
        void run() throws Exception;
    }

    /** Does something, and if the disk refused, opens the store again and sees what came of it. */
    private void act(Call call, Runnable inModel) throws Exception {
        if (fails && random.nextInt(8) == 0) {
            disk.failAfter(
                    random.nextInt(25),
                    random.nextBoolean(),
                    random.nextBoolean() ? "No space left on device" : "Input/output error");
        }
        ModelStore before = model.copy();
        try {
            call.run();
            inModel.run();
        } catch (IOException refused) {
            if (disk.failures() == 0) {
                throw refused;
            }
            inModel.run();
            store.abandon();
            if (random.nextInt(4) == 0) {
                failedOpening();
            }
            disk.heal();
            store = open();
            model = new Outcome(store, before, model).settled();
            compare();
        }
    }

    /** The disk is still bad when the engine is started again: nothing may be lost by that. */
    private void failedOpening() throws IOException {
        disk.failAfter(random.nextInt(10), random.nextBoolean(), "Input/output error");
        try {
            open().abandon();
        } catch (IOException refused) {
            assertThat(disk.failures()).isPositive();
        }
    }

    private void crash() throws IOException {
        disk.heal();
        store.abandon();
        if (random.nextBoolean()) {
            tearLogs();
        }
        store = open();
        compare();
    }

    /** Half a record at the end of some logs, as a crash in the middle of an append leaves. */
    private void tearLogs() throws IOException {
        for (Path layer : LayerFolder.list(home.resolve("layers"))) {
            if (random.nextInt(3) == 0) {
                try (RandomAccessFile log =
                        new RandomAccessFile(layer.resolve("log").toFile(), "rw")) {
                    log.seek(log.length());
                    byte[] torn = new byte[1 + random.nextInt(40)];
                    random.nextBytes(torn);
                    log.write(torn);
                }
            }
        }
    }

    private void compare() throws IOException {
        assertThat(store.timelines())
                .extracting(TimelineId::value)
                .containsExactlyInAnyOrderElementsOf(model.timelines.keySet());
        assertThat(store.seals())
                .extracting(SealId::value)
                .containsExactlyInAnyOrderElementsOf(model.seals.keySet());
        for (Map.Entry<String, TreeMap<String, byte[]>> entry : model.timelines.entrySet()) {
            TimelineId id = new TimelineId(entry.getKey());
            TreeSet<String> paths = new TreeSet<>();
            Namespace names = store.timeline(id).names();
            names.forEachPath(
                    Namespace.ROOT,
                    "",
                    (path, node) -> {
                        if (names.node(node) instanceof Node.FileNode) {
                            paths.add(path);
                        }
                    });
            assertThat(paths).as(id.value()).isEqualTo(entry.getValue().keySet());
            for (String path : paths) {
                byte[] expected = entry.getValue().get(path);
                assertSame(id + "/" + path, store.read(id, path), expected);
            }
        }
        for (Map.Entry<String, TreeMap<String, byte[]>> entry : model.seals.entrySet()) {
            SealId id = new SealId(entry.getKey());
            for (Map.Entry<String, byte[]> file : entry.getValue().entrySet()) {
                assertSame(
                        id + "/" + file.getKey(), store.read(id, file.getKey()), file.getValue());
            }
        }
    }

    private static void assertSame(String what, byte[] actual, byte[] expected) {
        int difference = java.util.Arrays.mismatch(actual, expected);
        if (difference >= 0) {
            throw new AssertionError(
                    "%s differs at %d (block %d), lengths %d and %d"
                            .formatted(
                                    what,
                                    difference,
                                    difference / 8192,
                                    actual.length,
                                    expected.length));
        }
    }

    private TimelineFiles files(String timeline) throws IOException {
        return store.timeline(new TimelineId(timeline));
    }

    private long node(TimelineFiles files, String path) {
        return files.names().find(path);
    }

    private long parent(TimelineFiles files, String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? TimelineFiles.ROOT : node(files, path.substring(0, slash));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String anyTimeline() {
        return any(model.timelines);
    }

    private String anyPath(String timeline) {
        return any(model.timeline(timeline));
    }

    private String any(Map<String, ?> map) {
        List<String> keys = new ArrayList<>(new TreeSet<>(map.keySet()));
        return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
    }
}
