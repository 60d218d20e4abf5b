package dev.cambium.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * What every {@link Volume} must do.
 *
 * <p>To test a kind of volume, extend this class and say how to open one in a folder ({@link
 * #open}) and how Postgres would write to it ({@link #write}, {@link #remove}): through plain files
 * under {@link Volume#dataDirectory} for a volume that is not mounted by this process, otherwise
 * from another process or past the mount. If {@link Volume#close} is not all that ends a process,
 * {@link #crash} may let go of a volume in a harsher way. Nothing else is needed; add tests of your
 * own kind's behaviour below it.
 */
@SuppressWarnings("NullAway") // set before each test
public abstract class VolumeContract {

    protected static final TimelineId MAIN = new TimelineId("tl-main");
    protected static final TimelineId CHILD = new TimelineId("tl-child");
    protected static final SealId SEAL = new SealId("sl-one");

    /** Removed with all that is in it when the test ends. */
    @TempDir protected Path folder;

    protected Volume volume;
    protected Path initdbFolder;

    /** Opens the volume whose files are in {@code home}; the folder exists. */
    protected abstract Volume open(Path home) throws Exception;

    /**
     * Writes a file of a timeline whole, as Postgres would: replaces its content, makes it if there
     * is none, and syncs it.
     */
    protected abstract void write(TimelineId timeline, String path, byte[] content)
            throws Exception;

    /** Deletes a file of a timeline, as Postgres would. */
    protected abstract void remove(TimelineId timeline, String path) throws Exception;

    /** Ends the use of the volume as a kill of the process would, as far as one can in a test. */
    protected void crash() throws Exception {
        volume.close();
    }

    @BeforeEach
    void openVolume() throws Exception {
        initdbFolder = Files.createDirectories(folder.resolve("initdb"));
        file("PG_VERSION", "18\n");
        file("postmaster.pid", "4711\n");
        file("postmaster.opts", "postgres -D x\n");
        file("global/pg_control", "control one");
        file("global/1262", "databases");
        file("base/5/16384", "table one");
        file("base/5/t3_16390", "temporary");
        file("base/5/t3_16390_fsm", "temporary");
        file("base/5/t3_16390_vm.1", "temporary");
        file("base/5/total", "no temporary relation");
        file("base/pgsql_tmp/pgsql_tmp1.0", "sort");
        file("pg_replslot/slot/state", "slot");
        file("pg_notify/0000", "notify");
        file("pg_snapshots/00000003-1", "snapshot");
        file("pg_stat_tmp/global.tmp", "stat");
        file("pg_dynshmem/mmap.1", "memory");
        file("pg_wal/000000010000000000000001", "not for the volume");
        Files.createDirectories(initdbFolder.resolve("pg_tblspc"));
        volume = open(Files.createDirectories(folder.resolve("home")));
    }

    @AfterEach
    void closeVolume() throws Exception {
        volume.close();
    }

    @Test
    void createdTimelineHasTheFilesOfInitdb() throws Exception {
        create(MAIN);

        assertThat(text(MAIN, "PG_VERSION")).isEqualTo("18\n");
        assertThat(text(MAIN, "base/5/16384")).isEqualTo("table one");
        assertThat(volume.timelines()).containsExactly(MAIN);
        assertThat(volume.seals()).isEmpty();
    }

    @Test
    void createLeavesItsSourceAsItIs() throws Exception {
        create(MAIN);
        write(MAIN, "base/5/16384", bytes("changed"));

        assertThat(initdbFolder.resolve("base/5/16384")).hasContent("table one");
        assertThat(initdbFolder.resolve("pg_wal/000000010000000000000001")).exists();
    }

    @Test
    void extractTakesWhatIsKeptAndNothingElse() throws Exception {
        create(MAIN);
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        write(MAIN, "base/5/16384", large);
        write(MAIN, "base/5/16390", new byte[0]);

        volume.extract(
                MAIN,
                path -> !path.contains("replslot") && !path.endsWith("total"),
                CHILD,
                folder.resolve("wal-of-child"));

        assertThat(volume.read(CHILD, "base/5/16384")).isEqualTo(large);
        assertThat(volume.read(CHILD, "base/5/16390")).isEmpty();
        assertThat(text(CHILD, "global/1262")).isEqualTo("databases");
        assertThat(volume.files(CHILD, "base")).doesNotContain("base/5/total");
        assertThat(volume.files(CHILD, "pg_replslot")).isEmpty();
        assertThat(volume.timelines()).containsExactlyInAnyOrder(MAIN, CHILD);
    }

    @Test
    void whatWasExtractedSharesNothingAndIsThereAfterACrash() throws Exception {
        create(MAIN);
        volume.extract(MAIN, path -> true, CHILD, folder.resolve("wal-of-child"));
        write(MAIN, "base/5/16384", bytes("changed"));

        crash();
        volume = open(folder.resolve("home"));
        volume.delete(MAIN);

        assertThat(text(CHILD, "base/5/16384")).isEqualTo("table one");
        write(CHILD, "base/5/16384", bytes("its own"));
        assertThat(text(CHILD, "base/5/16384")).isEqualTo("its own");
        assertThat(volume.space(CHILD).uniqueBytes()).isPositive();
    }

    @Test
    void nothingIsExtractedFromWhatIsNotThereOrToWhatIs() throws Exception {
        create(MAIN);
        create(CHILD);

        assertThatThrownBy(
                        () ->
                                volume.extract(
                                        new TimelineId("tl-none"),
                                        path -> true,
                                        new TimelineId("tl-new"),
                                        folder.resolve("wal")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.extract(MAIN, path -> true, CHILD, folder.resolve("wal")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void walIsNoPartOfTheVolume() throws Exception {
        create(MAIN);

        assertThatThrownBy(() -> volume.read(MAIN, "pg_wal/000000010000000000000001"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void sealKeepsWhatWasThereWhenItWasTaken() throws Exception {
        create(MAIN);
        write(MAIN, "base/5/16384", bytes("before"));
        volume.seal(MAIN, SEAL);
        write(MAIN, "base/5/16384", bytes("after, and longer"));
        write(MAIN, "base/5/16999", bytes("new"));
        remove(MAIN, "base/5/total");

        assertThat(text(SEAL, "base/5/16384")).isEqualTo("before");
        assertThat(text(SEAL, "base/5/total")).isEqualTo("no temporary relation");
        assertThatThrownBy(() -> volume.read(SEAL, "base/5/16999"))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(text(MAIN, "base/5/16384")).isEqualTo("after, and longer");
        assertThat(volume.seals()).containsExactly(SEAL);
    }

    @Test
    void sealHoldsTheControlFileAsItWas() throws Exception {
        create(MAIN);
        write(MAIN, "global/pg_control", bytes("control two"));
        volume.seal(MAIN, SEAL);
        write(MAIN, "global/pg_control", bytes("control three"));

        assertThat(text(SEAL, "global/pg_control")).isEqualTo("control two");
        assertThat(text(MAIN, "global/pg_control")).isEqualTo("control three");
    }

    @Test
    void parentAndForkDoNotSeeEachOthersWrites() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        write(MAIN, "base/5/16384", bytes("parent"));
        write(CHILD, "base/5/16384", bytes("the child"));
        write(CHILD, "base/5/17000", bytes("of the child"));
        remove(MAIN, "global/1262");

        assertThat(text(MAIN, "base/5/16384")).isEqualTo("parent");
        assertThat(text(CHILD, "base/5/16384")).isEqualTo("the child");
        assertThat(text(SEAL, "base/5/16384")).isEqualTo("table one");
        assertThat(text(CHILD, "global/1262")).isEqualTo("databases");
        assertThatThrownBy(() -> volume.read(MAIN, "base/5/17000"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void largeFilesDivergeBlockByBlock() throws Exception {
        byte[] original = new byte[100_001];
        Arrays.fill(original, (byte) 1);
        create(MAIN);
        write(MAIN, "base/5/16384", original);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        byte[] changed = original.clone();
        changed[50_000] = 2;
        write(CHILD, "base/5/16384", changed);
        write(MAIN, "base/5/16384", Arrays.copyOf(original, 10_000));

        assertThat(volume.read(CHILD, "base/5/16384")).isEqualTo(changed);
        assertThat(volume.read(SEAL, "base/5/16384")).isEqualTo(original);
        assertThat(volume.read(MAIN, "base/5/16384")).isEqualTo(Arrays.copyOf(original, 10_000));
    }

    @Test
    void forkLeavesOutWhatBelongsToARunningServer() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));

        for (String path :
                new String[] {
                    "postmaster.pid",
                    "postmaster.opts",
                    "base/5/t3_16390",
                    "base/5/t3_16390_fsm",
                    "base/5/t3_16390_vm.1",
                    "base/pgsql_tmp/pgsql_tmp1.0",
                    "pg_replslot/slot/state",
                    "pg_notify/0000",
                    "pg_snapshots/00000003-1",
                    "pg_stat_tmp/global.tmp",
                    "pg_dynshmem/mmap.1"
                }) {
            assertThatThrownBy(() -> volume.read(CHILD, path))
                    .as(path)
                    .isInstanceOf(NoSuchFileException.class);
        }
        assertThat(text(CHILD, "base/5/total")).isEqualTo("no temporary relation");
        assertThat(text(MAIN, "pg_replslot/slot/state")).isEqualTo("slot");
    }

    @Test
    void forkCanHaveAControlFileOfItsOwn() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD), bytes("turned file"));

        for (int round = 0; round < 2; round++) {
            assertThat(text(CHILD, "global/pg_control")).isEqualTo("turned file");
            assertThat(text(SEAL, "global/pg_control")).isEqualTo("control one");
            assertThat(text(MAIN, "global/pg_control")).isEqualTo("control one");
            assertThat(text(CHILD, "base/5/16384")).isEqualTo("table one");
            assertThatThrownBy(() -> volume.read(CHILD, "postmaster.pid"))
                    .isInstanceOf(NoSuchFileException.class);
            crash();
            volume = open(folder.resolve("home"));
        }
        volume.seal(CHILD, new SealId("sl-two"));
        assertThat(text(new SealId("sl-two"), "global/pg_control")).isEqualTo("turned file");
    }

    @Test
    void tellsTheFilesBelowAFolder() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        write(MAIN, "pg_replslot/new", bytes("state"));

        assertThat(volume.files(SEAL, "pg_replslot")).containsExactly("pg_replslot/slot/state");
        assertThat(volume.files(MAIN, "pg_replslot"))
                .containsExactlyInAnyOrder("pg_replslot/slot/state", "pg_replslot/new");
        assertThat(volume.files(SEAL, "base")).contains("base/5/16384", "base/5/total");
        assertThat(volume.files(SEAL, "base/6")).isEmpty();
        assertThat(volume.files(SEAL, "PG_VERSION")).isEmpty();
        assertThatThrownBy(() -> volume.files(CHILD, "base"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.files(new SealId("sl-none"), "base"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void forkOfAForkSeesBothAncestors() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        write(CHILD, "base/5/17000", bytes("child"));
        SealId second = new SealId("sl-two");
        volume.seal(CHILD, second);
        TimelineId grandchild = new TimelineId("tl-grandchild");
        volume.fork(second, grandchild, wal(grandchild));

        assertThat(text(grandchild, "base/5/16384")).isEqualTo("table one");
        assertThat(text(grandchild, "base/5/17000")).isEqualTo("child");
    }

    @Test
    void deletingAParentLeavesSealsAndForks() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        volume.delete(MAIN);

        assertThat(volume.timelines()).containsExactly(CHILD);
        assertThat(text(SEAL, "base/5/16384")).isEqualTo("table one");
        volume.discard(SEAL);
        assertThat(volume.seals()).isEmpty();
        assertThat(text(CHILD, "base/5/16384")).isEqualTo("table one");
        reopen();
        assertThat(text(CHILD, "base/5/16384")).isEqualTo("table one");
    }

    @Test
    void aTimelineThatWasCutFreeOutlivesItsAncestors() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        write(CHILD, "base/5/17000", bytes("of the child"));
        boolean cut = volume.flatten(CHILD, (bytes, most) -> {});
        volume.delete(MAIN);
        volume.discard(SEAL);

        assertThat(cut).isEqualTo(!volume.copies());
        assertThat(volume.flatten(CHILD, (bytes, most) -> {})).isFalse();
        for (int round = 0; round < 2; round++) {
            assertThat(text(CHILD, "base/5/16384")).isEqualTo("table one");
            assertThat(text(CHILD, "base/5/17000")).isEqualTo("of the child");
            crash();
            volume = open(folder.resolve("home"));
        }
    }

    @Test
    void unknownNamesAreAnsweredAsSuch() throws Exception {
        create(MAIN);

        assertThatThrownBy(() -> volume.seal(CHILD, SEAL)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.fork(SEAL, CHILD, wal(CHILD)))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.read(CHILD, "PG_VERSION"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.read(SEAL, "PG_VERSION"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.read(MAIN, "no/such"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.delete(CHILD)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.discard(SEAL)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.flatten(CHILD, (bytes, most) -> {}))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.space(CHILD)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> volume.walFolder(CHILD)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void namesAreGivenOnce() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        write(MAIN, "PG_VERSION", bytes("99\n"));

        assertThatThrownBy(() -> create(MAIN)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> volume.seal(MAIN, SEAL))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> volume.fork(SEAL, MAIN, wal(MAIN)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(text(SEAL, "PG_VERSION")).isEqualTo("18\n");
        assertThat(text(MAIN, "PG_VERSION")).isEqualTo("99\n");
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        write(MAIN, "base/5/16384", bytes("parent"));
        write(CHILD, "base/5/17000", bytes("child"));
        remove(CHILD, "base/5/total");
        for (int round = 0; round < 2; round++) {
            if (round == 0) {
                reopen();
            } else {
                crash();
                volume = open(folder.resolve("home"));
            }
            assertThat(volume.timelines()).containsExactlyInAnyOrder(MAIN, CHILD);
            assertThat(volume.seals()).containsExactly(SEAL);
            assertThat(volume.walFolder(MAIN)).isEqualTo(wal(MAIN));
            assertThat(volume.walFolder(CHILD)).isEqualTo(wal(CHILD));
            assertThat(text(MAIN, "base/5/16384")).isEqualTo("parent");
            assertThat(text(SEAL, "base/5/16384")).isEqualTo("table one");
            assertThat(text(CHILD, "base/5/17000")).isEqualTo("child");
            assertThatThrownBy(() -> volume.read(CHILD, "base/5/total"))
                    .isInstanceOf(NoSuchFileException.class);
        }
        write(CHILD, "base/5/17000", bytes("child again"));
        assertThat(text(CHILD, "base/5/17000")).isEqualTo("child again");
    }

    @Test
    void ofManyTimelinesThoseThatAreNotThereAreLeftOut() throws Exception {
        create(MAIN);
        assertThat(volume.spaces(Map.of(MAIN, Set.of(), new TimelineId("tl-none"), Set.of())))
                .isEqualTo(Map.of(MAIN, volume.space(MAIN)));
    }

    @Test
    void togetherThereIsNothingOfWhatIsNotThere() throws Exception {
        create(MAIN);
        Together main = volume.together(Set.of(MAIN), Set.of());
        assertThat(main.takenBytes()).isGreaterThanOrEqualTo(main.ownBytes()).isPositive();
        assertThat(
                        volume.together(
                                Set.of(MAIN, new TimelineId("tl-none")),
                                Set.of(new SealId("sl-no"))))
                .isEqualTo(main);
        assertThat(volume.together(Set.of(), Set.of())).isEqualTo(new Together(0, 0));
    }

    @Test
    void spaceCountsTheLengthsOfFiles() throws Exception {
        create(MAIN);
        long before = volume.space(MAIN).logicalBytes();
        write(MAIN, "base/5/20000", new byte[123_456]);

        assertThat(volume.space(MAIN).logicalBytes()).isEqualTo(before + 123_456);
        assertThat(volume.space(MAIN).uniqueBytes()).isPositive();
    }

    @Test
    void theSpaceOfASealIsWhatIsFreeWithoutIt() throws Exception {
        create(MAIN);
        byte[] table = new byte[1 << 20];
        Arrays.fill(table, (byte) 7);
        write(MAIN, "base/5/16385", table);
        volume.seal(MAIN, SEAL);
        volume.delete(MAIN);
        assertThat(volume.uniqueBytes(SEAL)).isBetween(1L << 20, 3L << 20);
        assertThatThrownBy(() -> volume.uniqueBytes(new SealId("sl-none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    protected void create(TimelineId timeline) throws IOException {
        volume.create(timeline, initdbFolder, wal(timeline));
    }

    protected void reopen() throws Exception {
        volume.close();
        volume = open(folder.resolve("home"));
    }

    /** A native folder for the WAL of a timeline. */
    protected Path wal(TimelineId timeline) throws IOException {
        return Files.createDirectories(folder.resolve("wal").resolve(timeline.value()));
    }

    protected String text(TimelineId timeline, String path) throws IOException {
        return new String(volume.read(timeline, path), UTF_8);
    }

    protected String text(SealId seal, String path) throws IOException {
        return new String(volume.read(seal, path), UTF_8);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void file(String path, String content) throws IOException {
        Path file = initdbFolder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
