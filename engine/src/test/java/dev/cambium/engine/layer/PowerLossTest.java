package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random writes, cuts, renames, seals and syncs, and then the power goes: whatever a sync answered
 * for, and was not changed since, must be there byte by byte; of the rest the store must make sense
 * enough to open.
 */
@SuppressWarnings("NullAway") // what is looked up was put in before
class PowerLossTest {

    private static final int LIVES = 8;
    private static final int STEPS = 120;
    private static final TimelineId MAIN = new TimelineId("tl-main");

    @TempDir Path folder;

    /** Synced content by path; a path that changed since its sync is not in it. */
    private final Map<String, byte[]> promised = new TreeMap<>();

    private final Map<String, byte[]> now = new TreeMap<>();
    private final Map<SealId, Map<String, byte[]>> seals =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private Random random;
    private PowerLossDisk disk;
    private FaultyDisk faulty;
    private boolean faults;
    private Path home;
    private LayerStore store;
    private TimelineFiles files;
    private int names;
    private int failures;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatASyncAnsweredForSurvivesALossOfPower(long seed) throws Exception {
        lives(seed);
    }

    /** The disk fails in the middle of something, and then the power goes. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void whatASyncAnsweredForSurvivesADiskThatFailsAndThenALossOfPower(long seed) throws Exception {
        faults = true;
        lives(seed);
        assertThat(failures).as("failures of the disk, seed %d", seed).isPositive();
    }

    private void lives(long seed) throws Exception {
        random = new Random(seed);
        Path source = Files.createDirectories(folder.resolve("source/global"));
        Files.write(source.resolve("pg_control"), new byte[8192]);
        int life = 0;
        try {
            for (; life < LIVES; life++) {
                live(life);
            }
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("seed " + seed + ", life " + life, failure);
        }
    }

    private void live(int life) throws Exception {
        home = folder.resolve("home" + life);
        Path durable = Files.createDirectories(folder.resolve("durable" + life));
        Files.createDirectories(home.resolve("layers"));
        disk = new PowerLossDisk(home, durable, random);
        faulty = new FaultyDisk(disk);
        if (life > 0) {
            // What is there when the power is back is on the disk.
            for (String top : new String[] {"timelines", "seals"}) {
                disk.syncAll(home.resolve(top));
            }
            disk.syncFolder(home.resolve("layers"));
            for (Path layer : LayerFolder.list(home.resolve("layers"))) {
                disk.syncAll(layer);
            }
        }
        store = LayerStore.open(home, faulty, 50);
        if (life == 0) {
            store.create(MAIN, folder.resolve("source"), folder);
            now.put("global/pg_control", new byte[8192]);
            promised.putAll(now);
        }
        files = store.timeline(MAIN);
        check();
        if (faults) {
            faulty.failAfter(random.nextInt(400), random.nextBoolean(), "told to fail");
        }
        boolean whole = true;
        for (int i = 0; whole && i < STEPS; i++) {
            whole = stepOrFailure();
        }
        faulty.heal();
        failures += faulty.failures();
        store.abandon();
        disk.losePower(folder.resolve("home" + (life + 1)));
    }

    private void check() throws Exception {
        for (Map.Entry<String, byte[]> entry : promised.entrySet()) {
            assertSame(entry.getKey(), store.read(MAIN, entry.getKey()), entry.getValue());
        }
        for (Map.Entry<SealId, Map<String, byte[]>> seal : seals.entrySet()) {
            for (Map.Entry<String, byte[]> file : seal.getValue().entrySet()) {
                assertSame(
                        seal.getKey() + "/" + file.getKey(),
                        store.read(seal.getKey(), file.getKey()),
                        file.getValue());
            }
        }
        // From here on what is there counts, whatever became of the rest.
        now.clear();
        Namespace found = files.names();
        found.forEachPath(
                Namespace.ROOT,
                "",
                (path, node) -> {
                    if (found.node(node) instanceof Node.FileNode) {
                        now.put(path, new byte[0]);
                    }
                });
        for (Map.Entry<String, byte[]> file : now.entrySet()) {
            file.setValue(store.read(MAIN, file.getKey()));
        }
    }

    private static void assertSame(String what, byte[] actual, byte[] expected) {
        int difference = Arrays.mismatch(actual, expected);
        assertThat(difference)
                .as("%s, lengths %d and %d", what, actual.length, expected.length)
                .isEqualTo(-1);
    }

    /**
     * @return false if the disk failed: what the step was about may have happened or not, and ends
     *     this life
     */
    private boolean stepOrFailure() throws Exception {
        String path = now.keySet().toArray(String[]::new)[random.nextInt(now.size())];
        if (!faults) {
            step(path);
            return true;
        }
        try {
            step(path);
            return true;
        } catch (IOException failure) {
            if (faulty.failures() == 0) {
                throw failure;
            }
            promised.remove(path);
            return false;
        }
    }

    private void step(String path) throws Exception {
        long node = files.names().find(path);
        switch (random.nextInt(26)) {
            case 0, 1 -> {
                String fresh = "f" + names++;
                files.forget(files.create(Namespace.ROOT, fresh, 0600).node(), 1);
                now.put(fresh, new byte[0]);
            }
            case 2, 3, 4, 5, 6, 7, 8 -> {
                int offset = random.nextInt(60_000);
                byte[] bytes = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(bytes);
                files.write(node, offset, ByteBuffer.wrap(bytes));
                byte[] old = now.get(path);
                byte[] changed = Arrays.copyOf(old, Math.max(old.length, offset + bytes.length));
                System.arraycopy(bytes, 0, changed, offset, bytes.length);
                change(path, changed);
            }
            case 9, 10 -> {
                int size = random.nextInt(80_000);
                files.truncate(node, size);
                change(path, Arrays.copyOf(now.get(path), size));
            }
            case 11 -> {
                if (!path.contains("/")) {
                    String to = random.nextBoolean() ? "r" + names++ : path + "x";
                    files.rename(Namespace.ROOT, path, Namespace.ROOT, to, false);
                    promised.remove(to);
                    change(to, now.get(path));
                    promised.remove(path);
                    now.remove(path);
                }
            }
            case 12 -> {
                if (!path.contains("/")) {
                    files.unlink(Namespace.ROOT, path);
                    promised.remove(path);
                    now.remove(path);
                }
            }
            case 13, 14, 15, 16 -> {
                files.sync(node);
                promised.put(path, now.get(path));
            }
            case 17 -> {
                files.sync(files.names().find("global/pg_control"));
                promised.clear();
                promised.putAll(now);
            }
            case 18, 19 -> {
                SealId seal = new SealId("sl-" + names++);
                store.seal(MAIN, seal);
                seals.put(seal, new TreeMap<>(promised));
            }
            case 20 -> {
                if (!seals.isEmpty()) {
                    SealId seal = seals.keySet().iterator().next();
                    seals.remove(seal);
                    store.discard(seal);
                }
            }
            case 21 -> {
                // Somebody has it open, loses the name and cuts it.
                if (!path.contains("/")) {
                    files.lookup(Namespace.ROOT, path);
                    files.unlink(Namespace.ROOT, path);
                    files.truncate(node, random.nextInt(10_000));
                    promised.remove(path);
                    now.remove(path);
                }
            }
            case 22 -> {
                store.close();
                store = LayerStore.open(home, faulty, 50);
                files = store.timeline(MAIN);
                promised.clear();
                promised.putAll(now);
            }
            case 23 -> {
                store.settle();
                store.merge();
            }
            default -> store.settle();
        }
    }

    private void change(String path, byte[] content) {
        now.put(path, content);
        promised.remove(path);
    }
}
