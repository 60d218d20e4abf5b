package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.posix.SparseFile;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;

/** What becomes of bytes and names that are cut off, deleted or refused. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class StoreFilesTest extends StoreFixture {

    // ---- truncation

    @Test
    void truncateAndExtendDoesNotBringBackOldBytes() throws Exception {
        main.write(table, 0, filled(40_000, 1));
        store.seal(MAIN, SEAL);
        main.truncate(table, 10_000);
        main.allocate(table, 40_000);

        byte[] expected = Arrays.copyOf(filled(40_000, 1).array(), 10_000);
        assertThat(content(main)).isEqualTo(Arrays.copyOf(expected, 40_000));
        crash();
        assertThat(content(main)).isEqualTo(Arrays.copyOf(expected, 40_000));
        assertThat(store.read(SEAL, "table")).isEqualTo(filled(40_000, 1).array());
    }

    @Test
    void partOfABlockIsZeroBehindATruncation() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.truncate(table, 4096);
        main.allocate(table, 8192);

        byte[] expected = Arrays.copyOf(filled(4096, 1).array(), 8192);
        assertThat(content(main)).isEqualTo(expected);
        crash();
        assertThat(content(main)).isEqualTo(expected);
    }

    @Test
    void truncationIsRepeatedWhenOnlyItsIntentWasLogged() throws Exception {
        main.write(table, 0, filled(30_000, 1));
        main.logChange(new NameChange.Truncate(table, 9_000));
        crash();

        assertThat(content(main)).isEqualTo(filled(9_000, 1).array());
        main.allocate(table, 30_000);
        crash();
        assertThat(content(main)).isEqualTo(Arrays.copyOf(filled(9_000, 1).array(), 30_000));
    }

    @Test
    void truncationDestroysNothingBeforeItsIntentIsOnDisk() throws Exception {
        main.write(table, 0, filled(30_000, 1));
        disk.synced.clear();
        main.truncate(table, 0);

        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
    }

    // ---- deletion

    @Test
    void unlinkedFileIsReadUntilItIsForgotten() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.lookup(TimelineFiles.ROOT, "table");
        main.unlink(TimelineFiles.ROOT, "table");
        store.settle();
        ByteBuffer target = ByteBuffer.allocate(8192);

        assertThat(main.read(table, 0, target)).isEqualTo(8192);
        assertThat(target.array()).isEqualTo(filled(8192, 1).array());
        main.write(table, 8192, filled(8192, 2));
        main.truncate(table, 100);
        main.forget(table, 1);
        store.settle();
        assertThat(dataFile(FIRST)).doesNotExist();
    }

    @Test
    void dataOfAReplacedFileGoesOnlyAfterTheRenameIsOnDisk() throws Exception {
        main.write(table, 0, filled(8192, 1));
        long fresh = main.create(TimelineFiles.ROOT, "fresh", 0600).node();
        main.forget(fresh, 1);
        main.write(fresh, 0, filled(100, 2));
        disk.synced.clear();
        main.rename(TimelineFiles.ROOT, "fresh", TimelineFiles.ROOT, "table", false);
        store.settle();

        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
        assertThat(dataFile(FIRST)).doesNotExist();
        assertThat(store.read(MAIN, "table")).isEqualTo(filled(100, 2).array());
    }

    @Test
    void unlinkingDoesNotTouchASeal() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        main.unlink(TimelineFiles.ROOT, "table");
        store.settle();

        assertThat(store.read(SEAL, "table")).isEqualTo(filled(8192, 1).array());
        crash();
        assertThat(store.read(SEAL, "table")).isEqualTo(filled(8192, 1).array());
    }

    @Test
    void sharedLayersStayUntilTheLastUserGoes() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        store.fork(SEAL, CHILD, folder.resolve("wal"));
        long shared = store.uniqueBytes(MAIN);
        store.delete(MAIN);
        store.discard(SEAL);
        store.settle(); // whoever makes a layer durable needs it meanwhile

        assertThat(store.read(CHILD, "table")).isEqualTo(filled(8192, 1).array());
        assertThat(store.uniqueBytes(CHILD)).isGreaterThan(shared + 8192);
        store.delete(CHILD);
        assertThat(LayerFolder.list(folder.resolve("home/layers"))).isEmpty();
    }

    // ---- rules of names

    @Test
    void linksThatCouldLeaveTheTimelineAreRefused() {
        for (String target : new String[] {"/etc", "..", "../x", "a/../../b", ""}) {
            assertThatThrownBy(() -> main.symlink(TimelineFiles.ROOT, "link", target))
                    .as(target)
                    .isInstanceOfSatisfying(
                            FileError.class,
                            error -> assertThat(error.reason()).isEqualTo(Reason.NOT_ALLOWED));
        }
    }

    @Test
    void walLinkLeadsToTheFolderOfEachTimeline() throws Exception {
        store.seal(MAIN, SEAL);
        store.fork(SEAL, CHILD, folder.resolve("wal-of-child"));
        TimelineFiles child = store.timeline(CHILD);
        long link = main.lookup(TimelineFiles.ROOT, "pg_wal").node();

        assertThat(main.readLink(link)).isEqualTo(folder.resolve("wal").toString());
        assertThat(child.readLink(link)).isEqualTo(folder.resolve("wal-of-child").toString());
        assertThatThrownBy(() -> child.unlink(TimelineFiles.ROOT, "pg_wal"))
                .isInstanceOf(FileError.class);
        crash();
        assertThat(store.timeline(CHILD).readLink(link))
                .isEqualTo(folder.resolve("wal-of-child").toString());
    }

    @Test
    void foldersObeyTheUsualRules() throws Exception {
        long a = main.mkdir(TimelineFiles.ROOT, "a", 0700).node();
        long b = main.mkdir(a, "b", 0700).node();
        refused(Reason.NOT_EMPTY, () -> main.rmdir(TimelineFiles.ROOT, "a"));
        refused(Reason.IS_A_FOLDER, () -> main.unlink(TimelineFiles.ROOT, "a"));
        refused(Reason.NOT_A_FOLDER, () -> main.rmdir(TimelineFiles.ROOT, "table"));
        refused(Reason.EXISTS, () -> main.create(TimelineFiles.ROOT, "a", 0600));
        refused(Reason.INVALID, () -> main.rename(TimelineFiles.ROOT, "a", b, "c", false));
        refused(
                Reason.EXISTS,
                () -> main.rename(TimelineFiles.ROOT, "table", TimelineFiles.ROOT, "a", true));
        refused(
                Reason.IS_A_FOLDER,
                () -> main.rename(TimelineFiles.ROOT, "table", TimelineFiles.ROOT, "a", false));
        refused(Reason.NAME_TOO_LONG, () -> main.mkdir(a, "x".repeat(256), 0700));
        refused(Reason.TOO_BIG, () -> main.truncate(table, 1L << 50));
        main.rename(a, "b", TimelineFiles.ROOT, "c", false);
        main.rmdir(TimelineFiles.ROOT, "a");
        assertThat(main.lookup(TimelineFiles.ROOT, "c").node()).isEqualTo(b);
    }

    // ---- open files

    @Test
    void onlySoManyFilesAreOpen() throws Exception {
        store.close();
        store = LayerStore.open(folder.resolve("home"), disk, 5);
        main = store.timeline(MAIN);
        long[] nodes = new long[40];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = main.create(TimelineFiles.ROOT, "file" + i, 0600).node();
            main.write(nodes[i], 0, ByteBuffer.wrap(("content " + i).getBytes(UTF_8)));
            assertThat(store.channels().openCount()).isLessThanOrEqualTo(6);
        }
        for (int i = 0; i < nodes.length; i++) {
            assertThat(new String(store.read(MAIN, "file" + i), UTF_8)).isEqualTo("content " + i);
        }
        assertThat(store.channels().openCount()).isLessThanOrEqualTo(6);
    }

    @Test
    void tailOfADataFileIsNotPadded() throws Exception {
        main.write(table, 0, filled(10_000, 1));

        assertThat(Files.size(dataFile(FIRST))).isEqualTo(10_000);
        try (SparseFile file = new SparseFile(dataFile(FIRST))) {
            assertThat(file.lengthBytes()).isEqualTo(10_000);
        }
    }
}
