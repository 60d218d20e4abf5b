package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.SealId;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

/** What is on the disk when a call returns, and what a full disk leaves. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class StoreDurabilityTest extends StoreFixture {

    // ---- durability

    @Test
    void syncAfterASealReachesWhatWasWrittenBefore() throws Exception {
        main.write(table, 0, filled(8192, 1));
        // Without its background work: the sealed layer is not durable yet.
        disk.synced.clear();
        Layer successor =
                new LayerFactory(new LayerFolder(folder.resolve("home")), store.channels(), disk)
                        .make(main.stack().top(), MAIN);
        main.seal(successor, false);
        main.sync(table);

        assertThat(disk.hasSynced(FIRST, Long.toHexString(table) + ".blocks")).isTrue();
        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
    }

    @Test
    void syncOfTheControlFileSyncsEveryFile() throws Exception {
        store.seal(MAIN, SEAL);
        store.settle();
        main.write(table, 0, filled(8192, 1));
        long other = main.create(TimelineFiles.ROOT, "other", 0600).node();
        main.write(other, 0, filled(100, 1));
        disk.synced.clear();
        main.sync(main.names().find("global/pg_control"));

        assertThat(disk.hasSynced(SECOND, Long.toHexString(table) + ".blocks")).isTrue();
        assertThat(disk.hasSynced(SECOND, Long.toHexString(other) + ".blocks")).isTrue();
        assertThat(main.stack().top().hasDirtyFiles()).isFalse();
    }

    @Test
    void syncOfACleanFileCostsNothing() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.sync(table);
        disk.synced.clear();
        main.sync(table);

        assertThat(disk.synced).isEmpty();
    }

    @Test
    void sealedLayerBecomesDurableInTheBackground() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        store.settle();

        assertThat(folder.resolve("home/layers").resolve(FIRST).resolve("presence")).exists();
        crash();
        assertThat(main.stack().top().parent().state()).isEqualTo(Layer.State.DURABLE);
        assertThat(content(main)).isEqualTo(filled(8192, 1).array());
    }

    @Test
    void sealWithoutAnyChangeNeedsNoNewLayer() throws Exception {
        store.seal(MAIN, SEAL);
        store.seal(MAIN, new SealId("sl-two"));

        assertThat(store.layerIds()).hasSize(2);
        assertThat(store.read(new SealId("sl-two"), "global/pg_control")).hasSize(8192);
    }

    @Test
    void longChainsGetASnapshotOfTheirNames() throws Exception {
        for (int i = 0; i < 70; i++) {
            main.mkdir(TimelineFiles.ROOT, "folder" + i, 0700);
            store.seal(MAIN, new SealId("sl-" + i));
        }
        store.settle();
        long snapshots =
                store.layerIds().stream()
                        .filter(
                                id ->
                                        Files.exists(
                                                folder.resolve("home/layers")
                                                        .resolve(id.folderName())
                                                        .resolve("names")))
                        .count();

        assertThat(snapshots).isEqualTo(2);
        crash();
        assertThat(main.list(TimelineFiles.ROOT)).hasSize(70 + 3);
    }

    // ---- a full disk

    @Test
    void fullDiskLeavesTheFileAsItWas() throws Exception {
        main.write(table, 0, filled(20_000, 1));
        store.seal(MAIN, SEAL);
        disk.bytesLeft.set(10_000);
        assertThatThrownBy(() -> main.write(table, 4_000, filled(40_000, 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");

        byte[] now = content(main);
        assertThat(now).hasSize(20_000);
        // Blocks that were written whole before the disk was full may be new; no other byte is.
        for (int i = 0; i < now.length; i++) {
            assertThat(now[i]).isEqualTo(i >= 4_000 && i < 8_192 && now[i] == 2 ? 2 : (byte) 1);
        }
        disk.bytesLeft.set(Long.MAX_VALUE);
        crash();
        assertThat(content(main)).isEqualTo(now);
        main.write(table, 4_000, filled(40_000, 2));
        assertThat(content(main)).hasSize(44_000);
    }

    @Test
    void fullDiskLeavesNoHalfRecord() throws Exception {
        disk.bytesLeft.set(11);
        assertThatThrownBy(() -> main.mkdir(TimelineFiles.ROOT, "folder", 0700))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> main.lookup(TimelineFiles.ROOT, "folder"))
                .isInstanceOf(FileError.class);
        disk.bytesLeft.set(Long.MAX_VALUE);
        main.mkdir(TimelineFiles.ROOT, "second", 0700);
        crash();

        assertThat(main.list(TimelineFiles.ROOT))
                .extracting(FolderEntry::name)
                .containsExactly("global", "pg_wal", "second", "table");
    }

    @Test
    void fullDiskDuringForkOrSealLeavesNothing() throws Exception {
        store.seal(MAIN, SEAL);
        store.settle();
        main.write(table, 0, filled(100, 1));
        for (long bytes : new long[] {0, 20, 40, 60, 80}) {
            disk.bytesLeft.set(bytes);
            assertThatThrownBy(() -> store.fork(SEAL, CHILD, folder.resolve("wal")))
                    .isInstanceOf(IOException.class);
            disk.bytesLeft.set(Long.MAX_VALUE);
            assertThat(store.timelines()).containsExactly(MAIN);
        }
        disk.bytesLeft.set(30);
        assertThatThrownBy(() -> store.seal(MAIN, new SealId("sl-two")))
                .isInstanceOf(IOException.class);
        disk.bytesLeft.set(Long.MAX_VALUE);
        store.fork(SEAL, CHILD, folder.resolve("wal"));
        store.seal(MAIN, new SealId("sl-two"));
        crash();
        assertThat(store.read(new SealId("sl-two"), "table")).isEqualTo(filled(100, 1).array());
        assertThat(store.timelines()).containsExactlyInAnyOrder(MAIN, CHILD);
    }
}
