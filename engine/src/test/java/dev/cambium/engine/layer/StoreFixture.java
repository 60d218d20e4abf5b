package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A store with one timeline, and one file in it. */
@SuppressWarnings("NullAway") // what is looked up was put in before
abstract class StoreFixture {

    static final TimelineId MAIN = new TimelineId("tl-main");
    static final TimelineId CHILD = new TimelineId("tl-child");
    static final SealId SEAL = new SealId("sl-one");
    static final String FIRST = "000000000001";
    static final String SECOND = "000000000002";

    @TempDir Path folder;

    final ForgetfulDisk disk = new ForgetfulDisk();
    Path home;
    LayerStore store;
    TimelineFiles main;
    long table;

    @BeforeEach
    void createTimeline() throws Exception {
        home = folder.resolve("home");
        Path source = Files.createDirectories(folder.resolve("source/global"));
        Files.write(source.resolve("pg_control"), new byte[Blocks.BYTES]);
        Files.createDirectories(folder.resolve("wal"));
        store = LayerStore.open(home, disk, openFilesMax());
        store.create(MAIN, folder.resolve("source"), folder.resolve("wal"));
        main = store.timeline(MAIN);
        table = create("table");
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    /** An empty file in PGDATA that nobody has open. */
    final long create(String name) throws IOException {
        long node = main.create(TimelineFiles.ROOT, name, 0600).node();
        main.forget(node, 1);
        return node;
    }

    /** Lets the store go as a kill would, and opens it again. */
    final void crash() throws IOException {
        store.abandon();
        open();
    }

    final void open() throws IOException {
        store = LayerStore.open(home, disk, openFilesMax());
        if (store.timelines().contains(MAIN)) {
            main = store.timeline(MAIN);
        }
    }

    int openFilesMax() {
        return 100;
    }

    /** Where a layer keeps the blocks of {@link #table}. */
    final Path dataFile(String layer) {
        return home.resolve("layers")
                .resolve(layer)
                .resolve(Long.toHexString(table) + Layer.DATA_SUFFIX);
    }

    final byte[] content(TimelineFiles files) throws IOException {
        byte[] bytes = new byte[(int) files.status(table).sizeBytes()];
        assertThat(files.read(table, 0, ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        return bytes;
    }

    static ByteBuffer filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    interface Refused {
        void run() throws IOException;
    }

    static void refused(Reason reason, Refused call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        FileError.class, error -> assertThat(error.reason()).isEqualTo(reason));
    }
}
