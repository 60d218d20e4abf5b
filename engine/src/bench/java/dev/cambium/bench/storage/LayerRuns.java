package dev.cambium.bench.storage;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.LayersVolume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Layers alone, without Postgres: seals and forks of folders of several shapes, and deep stacks.
 */
final class LayerRuns {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final int BLOCK = 8192;
    private static final int FILE_BYTES_MAX = 1 << 30;

    private static final List<Integer> DEPTHS = List.of(1, 10, 50, 100, 200);
    private static final int DEEP_FILE_BLOCKS = 16_384;

    private final Path folder;
    private final int rounds;
    private final Report report;

    LayerRuns(Path folder, int rounds, Report report) {
        this.folder = folder;
        this.rounds = rounds;
        this.report = report;
    }

    /** Seal and fork by size and number of files, and while somebody writes. */
    void forks() throws Exception {
        forks("100 MB in 100 files", 100, 1 << 20, false);
        forks("4 GB in 4 files", 4, FILE_BYTES_MAX, false);
        forks("10,000 files of 8 KiB", 10_000, BLOCK, false);
        forks("100 MB in 100 files, under load", 100, 1 << 20, true);
    }

    private void forks(String shape, int files, int bytesEach, boolean underLoad) throws Exception {
        try (Layers layers = new Layers("forks")) {
            layers.fill(files, bytesEach);
            Process load = underLoad ? layers.writeAtRandom() : null;
            List<Double> seal = new ArrayList<>();
            List<Double> fork = new ArrayList<>();
            for (int round = -2; round < rounds * 4; round++) {
                layers.touch(round);
                SealId id = new SealId("sl-" + (round + 2));
                TimelineId child = new TimelineId("tl-child" + (round + 2));
                long began = System.nanoTime();
                layers.volume.seal(MAIN, id);
                long sealed = System.nanoTime();
                layers.volume.fork(id, child, folder);
                long forked = System.nanoTime();
                if (round >= 0) {
                    seal.add((sealed - began) / 1e6);
                    fork.add((forked - sealed) / 1e6);
                }
                layers.volume.delete(child);
                layers.volume.discard(id);
            }
            if (load != null) {
                load.destroy();
                load.waitFor();
            }
            report.alone("seal, " + shape, "ms", new Figures(seal));
            report.alone("fork, " + shape, "ms", new Figures(fork));
        }
    }

    /** Reading a file whose blocks lie in many layers, as other processes see it, from cold. */
    void depth() throws Exception {
        for (int depth : DEPTHS) {
            try (Layers layers = new Layers("depth")) {
                layers.fill(1, DEEP_FILE_BLOCKS * BLOCK);
                Random random = new Random(depth);
                for (int layer = 1; layer < depth; layer++) {
                    layers.overwrite(random, DEEP_FILE_BLOCKS / 256);
                    layers.volume.seal(MAIN, new SealId("sl-" + layer));
                }
                List<Double> speeds = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    speeds.add(layers.readCold());
                }
                report.alone(
                        "cold read of 128 MB through %d layers".formatted(depth),
                        "MB/s",
                        new Figures(speeds));
            }
        }
    }

    /** A volume with one timeline. This process never touches its mount: others do it for it. */
    private final class Layers implements AutoCloseable {

        private final Path home;
        private final LayersVolume volume;

        Layers(String name) throws IOException {
            home = folder.resolve(name);
            volume = LayersVolume.open(home.resolve("layers"), home.resolve("pgdata"));
        }

        void fill(int files, int bytesEach) throws Exception {
            Path source = Files.createDirectories(home.resolve("source"));
            Files.createDirectories(source.resolve("global"));
            Files.write(source.resolve("global/pg_control"), new byte[BLOCK]);
            byte[] content = new byte[Math.min(bytesEach, 1 << 20)];
            new Random(1).nextBytes(content);
            for (int file = 0; file < files; file++) {
                try (OutputStream out = Files.newOutputStream(source.resolve("f" + file))) {
                    for (int written = 0; written < bytesEach; written += content.length) {
                        out.write(content);
                    }
                }
            }
            volume.create(MAIN, source, folder);
            Commands.run("rm", "-rf", source.toString());
        }

        private Path mounted(String file) {
            return volume.dataDirectory(MAIN).resolve(file);
        }

        /** A seal of what nobody wrote to makes no layer. */
        void touch(int round) throws Exception {
            Commands.run(
                    "dd",
                    "if=/dev/zero",
                    "of=" + mounted("f0"),
                    "bs=8k",
                    "count=1",
                    "seek=" + Math.max(0, round) % 64,
                    "conv=notrunc",
                    "status=none");
        }

        Process writeAtRandom() throws IOException {
            String script =
                    "n=0; while :; do dd if=/dev/zero of=\"$0\" bs=8k count=64 seek=$((n % 64))"
                            + " conv=notrunc status=none; n=$((n + 1)); done";
            return new ProcessBuilder("sh", "-c", script, mounted("f1").toString()).start();
        }

        void overwrite(Random random, int blocks) throws Exception {
            Path list = home.resolve("blocks");
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < blocks; i++) {
                script.append(random.nextInt(DEEP_FILE_BLOCKS)).append('\n');
            }
            Files.writeString(list, script);
            Commands.run(
                    "sh",
                    "-c",
                    "while read b; do dd if=/dev/zero of=\"$0\" bs=8k count=1 seek=$b conv=notrunc"
                            + " status=none; done < \"$1\"",
                    mounted("f0").toString(),
                    list.toString());
        }

        /** Megabytes per second. */
        double readCold() throws Exception {
            Commands.run("sync");
            dropCaches();
            long began = System.nanoTime();
            Commands.run("dd", "if=" + mounted("f0"), "of=/dev/null", "bs=128k", "status=none");
            return DEEP_FILE_BLOCKS * (double) BLOCK / 1e6 / ((System.nanoTime() - began) / 1e9);
        }

        @Override
        public void close() throws Exception {
            volume.close();
            Commands.run("rm", "-rf", home.toString());
        }
    }

    private static void dropCaches() throws IOException {
        try (FileChannel caches =
                FileChannel.open(Path.of("/proc/sys/vm/drop_caches"), StandardOpenOption.WRITE)) {
            caches.write(ByteBuffer.wrap(new byte[] {'3'}));
        }
    }
}
