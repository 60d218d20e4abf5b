package dev.cambium.engine.timeline;

import static dev.cambium.engine.timeline.TestTimelines.execute;
import static dev.cambium.engine.timeline.TestTimelines.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.BankLoad;
import dev.cambium.engine.timeline.StartCheck.Expectation;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.WalSegments;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What opening a point must do on every kind of volume, with real servers; and that each thing that
 * could make a server begin at another moment is refused.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OpeningContract {

    /** Postgres writes the state at this offset and, in version 18, the checksum at that one. */
    private static final int CONTROL_STATE_AT = 16;

    private static final int CONTROL_CHECKSUM_AT = 292;

    private Path folder;
    private TestTimelines timelines;

    /** Four moments of one parent, in their order: twice running, stopped, running again. */
    private Image image;

    private Image later;
    private Image rest;
    private Lsn behindRest;

    /** Opens the volume below a folder; skips the class where this computer cannot have it. */
    abstract Volume open(Path home) throws Exception;

    /** Where everything is made; a kind of volume may know a better place. */
    Path workFolder(Path temporary) throws IOException {
        return temporary;
    }

    @BeforeAll
    void makeTemplate(@TempDir Path made) throws Exception {
        folder = workFolder(made);
        timelines = new TestTimelines(folder, open(folder));
        Compute parent = timelines.running();
        execute(parent, "create table written as select 1 as i");
        image = timelines.sealed(parent.timeline());
        execute(parent, "create table later as select repeat('x', 500)");
        later = timelines.sealed(parent.timeline());
        parent.stop();
        rest = timelines.sealed(parent.timeline());
        parent.start();
        execute(parent, "create table last (i int)");
        timelines.kill(parent);
        behindRest = timelines.sealed(parent.timeline()).end();
    }

    @AfterAll
    void endServers() throws Exception {
        if (timelines != null) {
            timelines.close();
            timelines = null;
        }
    }

    // ---- what an opening does

    @Test
    void forkUnderLoadHasAllThatWasAcknowledgedBeforeItAndNothingBegunAfter() throws Exception {
        Compute parent = timelines.running();
        BankLoad.prepare(TestTimelines.bank(parent));
        try (BankLoad load = BankLoad.on(TestTimelines.bank(parent))) {
            for (int fork = 0; fork < 2; fork++) {
                load.await(30);
                if (fork == 1) {
                    execute(parent, "checkpoint");
                }
                long[] acknowledged = load.acknowledged();
                Image image = timelines.sealed(parent.timeline());
                long[] begun = load.begun();
                assertThat(image.kind()).isEqualTo(ImageKind.IMAGE);
                load.await(5);

                Compute child = timelines.begun(image, image.end());

                assertThat(recoveryEndedBehind(child, image.end())).isIn(0L, 24L, 40L);
                for (int client = 0; client < BankLoad.CLIENTS; client++) {
                    long[] known = BankLoad.known(TestTimelines.bank(child), client);
                    assertThat(known[0]).isBetween(acknowledged[client], begun[client]);
                    assertThat(known[1]).isEqualTo(known[0]);
                }
                assertThat(BankLoad.difference(TestTimelines.bank(child))).isEqualTo("0");
                assertThat(BankLoad.damage(TestTimelines.bank(child))).isEmpty();
                child.stop();
            }
        }
        assertThat(BankLoad.difference(TestTimelines.bank(parent))).isEqualTo("0");
        assertThat(BankLoad.damage(TestTimelines.bank(parent))).isEmpty();
        parent.stop();
    }

    @Test
    void forkOfACleanlyStoppedServerStartsWithoutRecovery() throws Exception {
        assertThat(rest.kind()).isEqualTo(ImageKind.REST);

        Compute child = timelines.begun(rest, rest.end());

        assertThat(query(child, "select i from written")).isEqualTo("1");
        assertThat(query(child, "select to_regclass('last') is null")).isEqualTo("t");
        assertThat(timelines.log(child.timeline()))
                .contains("database system was shut down at")
                .doesNotContain("redo starts at");
        child.stop();
    }

    @Test
    void parentAndChildWriteOnIndependently() throws Exception {
        Compute parent = timelines.running();
        execute(parent, "create table story as select 'both' as line");
        Image image = timelines.sealed(parent.timeline());
        Compute child = timelines.begun(image, image.end());

        execute(parent, "insert into story values ('parent')");
        execute(child, "insert into story values ('child')", "create table own (i int)");
        execute(parent, "checkpoint", "select pg_switch_wal()", "vacuum story");
        timelines.kill(child);
        timelines.kill(parent);
        child.start();
        parent.start();

        String lines = "select string_agg(line, ',' order by line) from story";
        assertThat(query(parent, lines)).isEqualTo("both,parent");
        assertThat(query(child, lines)).isEqualTo("both,child");
        assertThat(query(parent, "select to_regclass('own') is null")).isEqualTo("t");
        child.stop();
        parent.stop();
    }

    @Test
    void childOfAChildHasWhatBothHad() throws Exception {
        Compute parent = timelines.running();
        execute(parent, "create table grown as select 1 as i");
        Image first = timelines.sealed(parent.timeline());
        Compute child = timelines.begun(first, first.end());
        execute(child, "insert into grown values (2)");
        // Before the child ever wrote a checkpoint of its own but the one that ended its recovery.
        Image second = timelines.sealed(child.timeline());
        execute(child, "insert into grown values (99)");
        timelines.volume.discard(first.seal());
        Compute grandchild = timelines.begun(second, second.end());
        execute(grandchild, "insert into grown values (3)");
        grandchild.stop();
        Image third = timelines.sealed(grandchild.timeline());
        Compute last = timelines.begun(third, third.end());

        assertThat(query(last, "select string_agg(i::text, ',' order by i) from grown"))
                .isEqualTo("1,2,3");
        last.stop();
        child.stop();
        parent.stop();
    }

    @Test
    void laterPointOfARunningServerIsReachedByReplay() throws Exception {
        Compute child = timelines.begun(image, later.end());

        assertThat(query(child, "select count(*) from later")).isEqualTo("1");
        assertThat(query(child, "select to_regclass('last') is null")).isEqualTo("t");
        assertThat(recoveryEndedBehind(child, later.end())).isIn(0L, 24L, 40L);
        child.stop();
    }

    @Test
    void laterPointIsReachedFromARestThatIsTurned() throws Exception {
        Compute child = timelines.begun(rest, behindRest);

        assertThat(query(child, "select to_regclass('last') is not null")).isEqualTo("t");
        assertThat(timelines.log(child.timeline())).contains("redo starts at");
        assertThat(recoveryEndedBehind(child, behindRest)).isIn(0L, 24L, 40L);
        timelines.kill(child);
        assertThat(timelines.startCheck.before(child.timeline(), behindRest)).isEmpty();
        child.start();
        child.stop();
    }

    @Test
    void unloggedTablesAreEmptyInEveryChildAndKeptWhereTheyAre() throws Exception {
        Compute parent = timelines.running();
        execute(
                parent,
                "create unlogged table fleeting (i serial primary key)",
                "insert into fleeting select from generate_series(1, 1000)");
        Image running = timelines.sealed(parent.timeline());
        parent.stop();
        Image stopped = timelines.sealed(parent.timeline());
        parent.start();
        execute(parent, "create table last (i int)");
        Image behind = timelines.sealed(parent.timeline());

        assertThat(query(parent, "select count(*) from fleeting")).isEqualTo("1000");
        for (Compute child :
                new Compute[] {
                    timelines.begun(running, running.end()),
                    timelines.begun(stopped, stopped.end()),
                    timelines.begun(stopped, behind.end())
                }) {
            assertThat(query(child, "select count(*) from fleeting")).isEqualTo("0");
            execute(child, "insert into fleeting default values", "checkpoint");
            child.stop();
            child.start();
            assertThat(query(child, "select count(*) from fleeting")).isEqualTo("1");
            child.stop();
        }
        parent.stop();
    }

    @Test
    void secondStartNeedsNoCheckAndIsGivenNone() throws Exception {
        Compute child = timelines.begun(image, image.end());
        execute(child, "insert into written values (2)");

        timelines.kill(child);
        assertThat(timelines.startCheck.before(child.timeline(), image.end())).isEmpty();
        child.start();
        child.stop();
        assertThat(timelines.startCheck.before(child.timeline(), image.end())).isEmpty();
        child.start();

        assertThat(query(child, "select sum(i) from written")).isEqualTo("3");
        child.stop();
    }

    // ---- what is refused

    @Test
    void pointBeforeTheImageIsRefused() throws Exception {
        assertRefused(image, image.lastRecordStart(), "its pages are newer");
        assertRefused(rest, rest.lastRecordStart(), "its pages are newer");
    }

    @Test
    void pointInsideARecordIsRefused() throws Exception {
        assertRefused(image, later.lastRecordStart().plus(8), "lies inside a record");
    }

    @Test
    void missingOrDamagedWalIsRefusedAndNothingBehindItIsReached() throws Exception {
        Compute parent = timelines.running();
        execute(parent, "create table before as select 1 as i");
        Image image = timelines.sealed(parent.timeline());
        for (int i = 0; i < 3; i++) {
            execute(
                    parent,
                    "create table t"
                            + i
                            + " as select repeat('x', 1000) from generate_series(1, 99)",
                    "select pg_switch_wal()");
        }
        execute(parent, "checkpoint");
        Image behind = timelines.sealed(parent.timeline());
        execute(parent, "create table last (i int)");
        Lsn head = timelines.sealed(parent.timeline()).end();
        parent.stop();
        WalSegments segments = timelines.control(parent.timeline()).segments();
        Path hurt =
                timelines
                        .walFolders
                        .of(parent.timeline())
                        .resolve(segments.nameOf(segments.numberOf(image.end()) + 1));
        byte[] whole = Files.readAllBytes(hurt);

        byte[] flipped = whole.clone();
        flipped[50_000] ^= 1;
        Files.write(hurt, flipped);
        assertRefused(image, head, "wrong checksum");
        assertRefused(image, behind.end(), "wrong checksum");
        Files.write(hurt, Arrays.copyOf(whole, 100_000));
        assertRefused(image, head, "ends too early");
        Files.delete(hurt);
        assertRefused(image, head, "the next segment does not exist");

        timelines.begun(image, image.end()).stop();
        Compute later = timelines.begun(behind, head);
        assertThat(query(later, "select count(*) from t2")).isEqualTo("99");
        later.stop();
        Files.write(hurt, whole);
        timelines.begun(image, head).stop();
    }

    @Test
    void segmentToWriteInThatAnotherTimelineSharesIsRefused() throws Exception {
        TimelineId child = opened(image);
        Path link = folder.resolve("link-" + child);
        Files.createLink(link, timelines.lastSegment(child));

        assertNotStarted(child, "shares its segments");
        Files.delete(link);
        assertThat(timelines.startCheck.before(child, image.end())).isPresent();
    }

    @Test
    void walThatEndsBeforeThePointIsRefused() throws Exception {
        TimelineId child = opened(image);
        wipe(child, image.lastRecordStart());

        assertNotStarted(child, "its WAL ends at");
    }

    @Test
    void walThatGoesOnBehindThePointIsRefusedIfNoStartOfTheTimelineWroteIt() throws Exception {
        TimelineId child = opened(image);
        giveParentsWal(child);

        assertNotStarted(child, "no start of it wrote");
    }

    @Test
    void recoveryThatEndedElsewhereIsRefused() throws Exception {
        TimelineId child = opened(image);
        Expectation expected = timelines.startCheck.before(child, image.end()).orElseThrow();
        wipe(child, image.lastRecordStart());
        Compute compute = timelines.compute(child);
        compute.start();

        assertNotServed(expected, "is not served");
        compute.stop();
    }

    @Test
    void startWithoutTheRecoveryItNeededIsRefused() throws Exception {
        TimelineId child = opened(image);
        Expectation expected = timelines.startCheck.before(child, image.end()).orElseThrow();

        assertNotServed(expected, "wrote nothing");
        giveParentsWal(child);
        assertNotServed(expected, "without the recovery");
    }

    @Test
    void stateInBetweenIsNoImage() throws Exception {
        TimelineId stopped = opened(image);
        byte[] control = timelines.volume.read(stopped, ControlFile.PATH);
        int seals = timelines.volume.seals().size();
        Set<ControlState> between =
                EnumSet.complementOf(
                        EnumSet.of(ControlState.IN_PRODUCTION, ControlState.SHUT_DOWN));
        for (ControlState state : between) {
            timelines.replace(stopped, ControlFile.PATH, withState(control, state));

            assertThatThrownBy(() -> timelines.sealed(stopped))
                    .isInstanceOf(NotAnImageException.class)
                    .hasMessageContaining(state.name());
            assertThat(timelines.volume.seals()).hasSize(seals);
        }
    }

    @Test
    void restBehindWhichThereIsWalIsNoImage() throws Exception {
        TimelineId restarted = rest.timeline();
        byte[] atRest = timelines.volume.read(rest.seal(), ControlFile.PATH);
        timelines.replace(restarted, ControlFile.PATH, atRest);

        assertThatThrownBy(() -> timelines.sealed(restarted))
                .isInstanceOf(NotAnImageException.class);
    }

    @Test
    void walThatEndsBeforeTheCheckpointIsNoImage() throws Exception {
        TimelineId child = opened(image);
        wipe(child, timelines.control(child).checkpointLsn());

        assertThatThrownBy(() -> timelines.sealed(child))
                .isInstanceOf(UnreachablePointException.class)
                .hasMessageContaining("missing or damaged");
    }

    // ---- how

    private TimelineId opened(Image image) throws Exception {
        TimelineId child = timelines.timeline();
        timelines.opening.open(image, image.end(), child);
        return child;
    }

    private void assertRefused(Image image, Lsn point, String why) throws Exception {
        TimelineId child = timelines.timeline();
        assertThatThrownBy(() -> timelines.opening.open(image, point, child))
                .isInstanceOf(UnreachablePointException.class)
                .hasMessageContaining(why);
        assertThat(timelines.volume.timelines()).doesNotContain(child);
        assertThat(timelines.walFolders.timelines()).doesNotContain(child);
    }

    private void assertNotStarted(TimelineId child, String why) {
        assertThatThrownBy(() -> timelines.startCheck.before(child, image.end()))
                .isInstanceOf(UnreachablePointException.class)
                .hasMessageContaining(why);
    }

    private void assertNotServed(Expectation expected, String why) {
        assertThatThrownBy(() -> timelines.startCheck.after(expected))
                .isInstanceOf(UnreachablePointException.class)
                .hasMessageContaining(why);
    }

    /** As if nothing had been cut: the child gets all WAL that its parent wrote later. */
    private void giveParentsWal(TimelineId child) throws Exception {
        WalSegments segments = timelines.control(child).segments();
        Path target = timelines.walFolders.of(child);
        for (WalSegments.Segment segment :
                segments.list(timelines.walFolders.of(image.timeline()))) {
            if (segment.number() >= segments.numberOf(image.end())) {
                Path file = target.resolve(segment.path().getFileName());
                Files.copy(segment.path(), file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** How far behind a position the server's first checkpoint is: page headers at most. */
    private static long recoveryEndedBehind(Compute child, Lsn position) throws Exception {
        return Long.parseLong(
                query(
                        child,
                        "select checkpoint_lsn - '%s'::pg_lsn from pg_control_checkpoint()"
                                .formatted(position)));
    }

    /** Zeros a timeline's newest segment from a position on. */
    private void wipe(TimelineId timeline, Lsn from) throws Exception {
        int segmentBytes = timelines.control(timeline).walSegmentBytes();
        try (RandomAccessFile file =
                new RandomAccessFile(timelines.lastSegment(timeline).toFile(), "rw")) {
            int offset = (int) (from.value() % segmentBytes);
            file.seek(offset);
            file.write(new byte[segmentBytes - offset]);
        }
    }

    private static byte[] withState(byte[] control, ControlState state) {
        ByteBuffer changed = ByteBuffer.wrap(control.clone()).order(ByteOrder.LITTLE_ENDIAN);
        changed.putInt(CONTROL_STATE_AT, state.ordinal());
        CRC32C checksum = new CRC32C();
        checksum.update(changed.array(), 0, CONTROL_CHECKSUM_AT);
        changed.putInt(CONTROL_CHECKSUM_AT, (int) checksum.getValue());
        return changed.array();
    }
}
