package dev.cambium.bench;

import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.compute.PostgresBinaries;
import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.Sealing;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.LayersVolume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalCut;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalStop;
import dev.cambium.engine.wal.WalWalker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the past costs: the time to the first answer by how much WAL lies behind an image, a rest
 * opened as it is and turned, and what seals and checkpoints of a running server cost.
 *
 * <p>Arguments: rows of the accounts table, and which of {@code distance rest seals} to measure.
 * Uses layers in a temporary folder. The load is TPC-B without its small tables: each transaction
 * updates one random account and inserts one row.
 */
public final class HistoryTimes implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final TimelineId MAIN = new TimelineId("tl-main");

    /** Settings of the servers that are opened: {@code -Dcambium.bench.settings=name=value;…}. */
    private static final Map<String, String> SETTINGS =
            Stream.of(System.getProperty("cambium.bench.settings", "").split(";"))
                    .filter(setting -> setting.contains("="))
                    .map(setting -> setting.split("=", 2))
                    .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));

    private final Path folder = Files.createTempDirectory("cambium-bench");
    private final Accounts accounts;
    private final LayersVolume volume;
    private final WalFolders walFolders;
    private final Sealing sealing;
    private final Opening opening;
    private final PostgresBinaries binaries;
    private final ComputeFolders folders;
    private final Compute main;
    private int names;
    private final List<Long> replayed = new ArrayList<>();
    private final List<Long> checkpointed = new ArrayList<>();

    /** Megabytes of WAL behind an image. */
    private static final List<Integer> DISTANCES =
            Stream.of(System.getProperty("cambium.bench.distances", "0,16,64,256").split(","))
                    .map(Integer::valueOf)
                    .toList();

    /** Megabytes of WAL after which a checkpoint is asked for and sealed; 0 is never. */
    private static final List<Integer> SEALS =
            Stream.of(System.getProperty("cambium.bench.seals", "0,64,128,192,256").split(","))
                    .map(Integer::valueOf)
                    .toList();

    /** Several seals at the largest distance. */
    private static final int SEALED_TRANSACTIONS =
            Integer.getInteger("cambium.bench.transactions", 200_000);

    private HistoryTimes(Accounts accounts) throws Exception {
        this.accounts = accounts;
        volume = LayersVolume.open(folder.resolve("layers"), folder.resolve("pgdata"));
        walFolders = new WalFolders(folder.resolve("wal"));
        sealing = new Sealing(volume, walFolders, Clock.systemUTC());
        opening = new Opening(volume, walFolders);
        binaries = PostgresBinaries.unpackInto(folder.resolve("postgres"));
        folders =
                new ComputeFolders(
                        folder.resolve("s"),
                        folder.resolve("hba.conf"),
                        folder.resolve("logs"),
                        ServerCertificate.openOrMake(folder.resolve("tls"), Instant.now()));
        folders.prepare();
        Path made = folder.resolve("initdb");
        InitDb.run(binaries, made);
        Path wal = walFolders.create(MAIN);
        try (Stream<Path> segments = Files.list(made.resolve("pg_wal"))) {
            for (Path segment : (Iterable<Path>) segments.filter(Files::isRegularFile)::iterator) {
                Files.copy(segment, wal.resolve(segment.getFileName().toString()));
            }
        }
        volume.create(MAIN, made, wal);
        main = compute(MAIN);
        main.start();
        execute(main, accounts.made().toArray(String[]::new));
    }

    public static void main(String[] arguments) throws Exception {
        List<String> parts = List.of(arguments).subList(1, arguments.length);
        try (HistoryTimes times = new HistoryTimes(new Accounts(Integer.parseInt(arguments[0])))) {
            if (parts.contains("distance")) {
                times.distances();
            }
            if (parts.contains("rest")) {
                times.rests();
            }
            if (parts.contains("seals")) {
                times.seals();
            }
        }
    }

    // ---- how far from an image

    private void distances() throws Exception {
        for (int megabytes : DISTANCES) {
            execute(main, "checkpoint");
            Image image = seal();
            writeWal(megabytes * 1_000_000L);
            Lsn head = head(image);
            List<Long> opened = new ArrayList<>();
            List<Long> answered = new ArrayList<>();
            replayed.clear();
            checkpointed.clear();
            for (int round = 0; round < 5; round++) {
                long began = System.nanoTime();
                TimelineId child = name();
                opening.open(image, head, child);
                opened.add(System.nanoTime() - began);
                answer(child, began, answered);
            }
            print(
                    "%d MB behind an image (%.1f to replay): opened %s, first answer %s; of that replay %s, checkpoint %s",
                    megabytes,
                    head.minus(image.redo()) / 1e6,
                    spread(opened),
                    spread(answered),
                    spread(replayed),
                    spread(checkpointed));
        }
    }

    // ---- a rest

    private void rests() throws Exception {
        main.stop();
        Image rest = seal();
        byte[] turned = ControlFile.turned(volume.read(rest.seal(), ControlFile.PATH));
        WalFolder wal = new WalFolder(walFolders.of(MAIN), ControlFile.parse(turned).segments());
        WalEnd end = new WalEnd(rest.end(), rest.lastRecordStart(), rest.end(), WalStop.LIMIT);
        List<Long> asItIs = new ArrayList<>();
        List<Long> recovered = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (boolean turn : new boolean[] {false, true}) {
                long began = System.nanoTime();
                TimelineId child = name();
                Path walFolder = walFolders.create(child);
                WalCut.cut(wal, rest.redo(), end, walFolder);
                if (turn) {
                    volume.fork(rest.seal(), child, walFolder, turned);
                } else {
                    volume.fork(rest.seal(), child, walFolder);
                }
                answer(child, began, turn ? recovered : asItIs);
            }
        }
        print(
                "a rest: as it is %s, turned %s to the first answer",
                spread(asItIs), spread(recovered));
        main.start();
    }

    // ---- what seals cost

    /** The same work with seals at several distances; each sealed checkpoint makes pages whole. */
    private void seals() throws Exception {
        for (int every : SEALS) {
            execute(main, "checkpoint");
            long layersBefore = bytes("layers");
            Lsn from = insertLsn();
            AtomicInteger committed = new AtomicInteger();
            List<Long> sealTimes = new ArrayList<>();
            long began = System.nanoTime();
            try (Load load = new Load(committed)) {
                Lsn last = from;
                while (committed.get() < SEALED_TRANSACTIONS) {
                    Thread.sleep(50);
                    if (every > 0 && insertLsn().minus(last) > every * 1_000_000L) {
                        execute(main, "checkpoint");
                        long at = System.nanoTime();
                        last = seal().end();
                        sealTimes.add(System.nanoTime() - at);
                    }
                }
            }
            double tps = committed.get() / ((System.nanoTime() - began) / 1e9);
            double walMegabytes = insertLsn().minus(from) / 1e6;
            double layerMegabytes = (bytes("layers") - layersBefore) / 1e6;
            print(
                    "%s: %d transactions, %.0f tps, %.0f MB of WAL (%.1f KB each), layers +%.0f MB, both %.1f KB each, %d seals %s",
                    every == 0 ? "no seals" : "checkpoint and seal every " + every + " MB",
                    committed.get(),
                    tps,
                    walMegabytes,
                    walMegabytes * 1000 / committed.get(),
                    layerMegabytes,
                    (walMegabytes + layerMegabytes) * 1000 / committed.get(),
                    sealTimes.size(),
                    sealTimes.isEmpty() ? "" : spread(sealTimes));
        }
    }

    // ---- how

    /** Clients that write as fast as they can until it is closed. */
    private final class Load implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        private final List<Future<?>> clients = new ArrayList<>();
        private final AtomicInteger committed;
        private volatile boolean stopped;

        Load(AtomicInteger committed) {
            this.committed = committed;
            for (int client = 0; client < CLIENTS; client++) {
                int seed = ++names;
                clients.add(threads.submit(() -> write(seed)));
            }
        }

        private Void write(int seed) throws SQLException {
            Random random = new Random(seed);
            try (Connection connection = main.console().connect("postgres");
                    Statement statement = connection.createStatement()) {
                while (!stopped) {
                    accounts.transact(statement, random);
                    committed.incrementAndGet();
                }
            }
            return null;
        }

        @Override
        public void close() throws Exception {
            stopped = true;
            for (Future<?> client : clients) {
                client.get();
            }
            threads.shutdown();
        }
    }

    private void writeWal(long bytes) throws Exception {
        Lsn from = insertLsn();
        if (bytes == 0) {
            return;
        }
        try (Load load = new Load(new AtomicInteger())) {
            while (insertLsn().minus(from) < bytes) {
                Thread.sleep(20);
            }
        }
    }

    private void answer(TimelineId child, long began, List<Long> times) throws Exception {
        Compute server = compute(child);
        server.start(SETTINGS);
        execute(server, "select count(*) from pg_class");
        times.add(System.nanoTime() - began);
        note(replayed, child, "redo done .* elapsed: ([0-9.]+) s");
        note(checkpointed, child, "checkpoint complete: .* total=([0-9.]+) s");
        server.stop();
        opening.discard(child);
    }

    /** What the log of the first start says about a part of it. */
    private void note(List<Long> times, TimelineId child, String line) throws IOException {
        Path log = folders.logs().resolve(child.value() + ".log");
        Matcher found = Pattern.compile(line).matcher(Files.readString(log));
        if (found.find()) {
            times.add((long) (Double.parseDouble(found.group(1)) * 1e9));
        }
    }

    private Image seal() throws Exception {
        return sealing.seal(MAIN, new SealId("sl-s" + ++names));
    }

    private TimelineId name() {
        return new TimelineId("tl-t" + ++names);
    }

    private Compute compute(TimelineId timeline) {
        ComputePlan plan =
                new ComputePlan(
                        timeline,
                        volume.dataDirectory(timeline),
                        ComputeAddress.socketOnly(10_000 + ++names),
                        timeline.value(),
                        () -> binaries,
                        folders);
        return new Compute(plan.fresh(true), (state, why) -> {});
    }

    private Lsn head(Image image) throws IOException {
        ControlFile control = ControlFile.parse(volume.read(MAIN, ControlFile.PATH));
        WalFolder wal = new WalFolder(walFolders.of(MAIN), control.segments());
        return WalWalker.findEnd(wal, image.redo()).endLsnExclusive();
    }

    private Lsn insertLsn() throws SQLException {
        try (Connection connection = main.console().connect("postgres");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
            rows.next();
            return Lsn.parse(rows.getString(1));
        }
    }

    private static void execute(Compute server, String... statements) throws SQLException {
        try (Connection connection = server.console().connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long bytes(String below) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    sum += AllocatedSpace.of(file);
                } catch (NoSuchFileException gone) {
                    continue;
                }
            }
        }
        return sum;
    }

    private static String spread(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "none";
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.0f ms (%.0f-%.0f)",
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.getFirst() / 1e6,
                sorted.getLast() / 1e6);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    @Override
    public void close() throws Exception {
        main.stop();
        volume.close();
        Folders.deleteTree(folder);
    }
}
