package dev.cambium.engine.timeline;

import static dev.cambium.engine.timeline.TestTimelines.execute;
import static dev.cambium.engine.timeline.TestTimelines.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.BankLoad;
import dev.cambium.engine.timeline.WrittenHistory.Commit;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.TimeSearch;
import dev.cambium.engine.wal.TimeSearch.Cut;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalSegments.Segment;
import dev.cambium.engine.wal.WalWalker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * Opens random moments of a life with everything in it: four clients writing, tables coming and
 * going, checkpoints, WAL compressed and not, clean stops, a kill -9, a child. Each must hold
 * exactly what the commits before it say, be whole, take writes, and leave its parent's WAL alone.
 *
 * <p>{@code -Dcambium.test.points=60} opens more of them, {@code -Dcambium.test.commits} writes
 * more in between, {@code -Dcambium.test.megabytes=80} puts so much WAL behind the last image, and
 * {@code -Dcambium.test.seed} makes the same choices again.
 */
abstract class AnyMomentContract {

    private static final int POINTS = Integer.getInteger("cambium.test.points", 10);
    private static final int COMMITS = Integer.getInteger("cambium.test.commits", 150);
    private static final int MEGABYTES = Integer.getInteger("cambium.test.megabytes", 8);
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    /** Where in the life of a timeline, or in its WAL, a moment is looked for. */
    private enum Place {
        COMMIT_START,
        COMMIT_END,
        PAGE_BORDER,
        SEGMENT_BORDER,
        INSIDE_A_RECORD,
        TIME,
        BEHIND_A_WAKE,
        BEHIND_A_KILL,
        BEHIND_A_BIRTH,
        FAR_BEHIND_AN_IMAGE
    }

    /** A timeline whose life is over, with the images taken of it. */
    private final class Life {
        final TimelineId id;
        final List<Image> images = new ArrayList<>();
        WrittenHistory history;

        Life(TimelineId id) {
            this.id = id;
        }

        WalFolder wal() throws IOException {
            return new WalFolder(timelines.walFolders.of(id), timelines.control(id).segments());
        }

        void ended(Compute server) throws Exception {
            history =
                    new WrittenHistory(
                            wal(),
                            images.getFirst().redo(),
                            MomentLoad.moves(server),
                            MomentLoad.ddl(server));
            server.stop();
        }

        Image newestBefore(Lsn lsn) {
            return images.stream()
                    .filter(image -> !image.end().isAfter(lsn))
                    .reduce((one, other) -> other)
                    .orElseThrow();
        }
    }

    /** Between two places of WAL. */
    private record Stretch(Lsn from, Lsn to) {}

    private final Random random = new Random(SEED);
    private final AtomicInteger tables = new AtomicInteger();
    private final StringBuilder opened = new StringBuilder();
    private TestTimelines timelines;
    private Stretch behindWake;
    private Stretch behindKill;
    private Stretch farBehind;

    abstract Volume open(Path home) throws Exception;

    /** Where everything is made; a kind of volume may know a better place. */
    Path workFolder(Path temporary) throws IOException {
        return temporary;
    }

    @AfterEach
    void endServers() throws Exception {
        if (timelines != null) {
            timelines.close();
        }
    }

    @Test
    void everyMomentHoldsExactlyWhatWasCommittedBeforeIt(@TempDir Path temporary) throws Exception {
        Path folder = workFolder(temporary);
        timelines = new TestTimelines(folder, open(folder));
        try {
            Life parent = live();
            Life child = liveAsChild(parent);
            Map<String, Long> walBefore = checksums(parent);
            Map<String, Long> childsWalBefore = checksums(child);
            for (int i = 0; i < POINTS; i++) {
                Place place = Place.values()[i % Place.values().length];
                check(place == Place.BEHIND_A_BIRTH ? child : parent, place);
            }
            assertThat(checksums(parent)).isEqualTo(walBefore);
            assertThat(checksums(child)).isEqualTo(childsWalBefore);
            System.out.printf("seed %d, %d points:%n%s", SEED, POINTS, opened);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed %d%n%s%s".formatted(SEED, opened, e), e);
        }
    }

    // ---- the life

    private Life live() throws Exception {
        Compute server = timelines.running();
        MomentLoad.prepare(server);
        Life life = new Life(server.timeline());
        life.images.add(timelines.sealed(life.id));
        write(server, life, COMMITS, 2);
        execute(server, "alter system set wal_compression = on", "select pg_reload_conf()");
        write(server, life, COMMITS, 1);
        server.stop();
        life.images.add(timelines.sealed(life.id));
        assertThat(life.images.getLast().kind()).isEqualTo(ImageKind.REST);
        server.start();
        Lsn woken = now(server);
        writeQuietly(server, COMMITS / 2);
        behindWake = new Stretch(woken, now(server));
        life.images.add(timelines.sealed(life.id));
        write(server, life, COMMITS, 1);
        try (MomentLoad load = MomentLoad.on(server, random.nextLong(), tables)) {
            load.await(COMMITS / 2);
            timelines.killNine(server);
        }
        server.start();
        Lsn recovered = now(server);
        execute(server, "alter system set wal_compression = off", "select pg_reload_conf()");
        write(server, life, COMMITS, 0);
        behindKill = new Stretch(recovered, now(server));
        life.images.add(timelines.sealed(life.id));
        write(server, life, COMMITS, 0);
        farBehind = writeFar(server, life);
        life.ended(server);
        return life;
    }

    /** A child that left in the middle, and is looked at before its first own checkpoint. */
    private Life liveAsChild(Life parent) throws Exception {
        Image image = parent.images.get(1);
        Lsn point = parent.history.commits.get(parent.history.commits.size() / 2).end();
        Image from = parent.newestBefore(point);
        Compute server = timelines.begun(from, point);
        assertThat(image.end()).isLessThan(point);
        Life child = new Life(server.timeline());
        child.images.add(from.of(child.id));
        writeQuietly(server, COMMITS / 2);
        child.ended(server);
        return child;
    }

    /**
     * Writes until there is much WAL behind an image.
     *
     * @return the last part of it
     */
    private Stretch writeFar(Compute server, Life life) throws Exception {
        execute(server, "checkpoint");
        Image image = timelines.sealed(life.id);
        life.images.add(image);
        Lsn far = image.end().plus(MEGABYTES * 1_000_000L);
        try (MomentLoad load = MomentLoad.on(server, random.nextLong(), tables)) {
            while (now(server).isBefore(far)) {
                // Whole pages, so that it does not take long.
                execute(
                        server,
                        "update account set filler = repeat('f', 80 + %d) where id %% 2 = %d"
                                .formatted(random.nextInt(9), random.nextInt(2)),
                        "checkpoint");
            }
            load.await(COMMITS / 3);
        }
        return new Stretch(far, now(server));
    }

    private void write(Compute server, Life life, int commits, int images) throws Exception {
        try (MomentLoad load = MomentLoad.on(server, random.nextLong(), tables)) {
            for (int i = 0; i < images; i++) {
                load.await(commits / (images + 1));
                life.images.add(timelines.sealed(life.id));
            }
            load.await(commits / (images + 1));
        }
    }

    /** Without checkpoints, and nothing that would cause one. */
    private void writeQuietly(Compute server, int commits) throws Exception {
        for (int i = 0; i < commits; i++) {
            int client = i % MomentLoad.CLIENTS;
            execute(
                    server,
                    "begin; update account set balance = balance + 7 where id = %d; insert into history values (pg_current_xact_id()::text::bigint, %d, 7, 'quiet'); commit"
                            .formatted(1 + random.nextInt(4_000), client));
        }
    }

    // ---- a moment of it

    private void check(Life life, Place place) throws Exception {
        Lsn asked = choose(life, place);
        Image image = life.newestBefore(asked);
        Lsn point =
                asked.equals(image.end())
                        ? asked
                        : WalWalker.roundDown(life.wal(), image.redo(), asked).endLsnExclusive();
        long began = System.nanoTime();
        Compute server = timelines.begun(image, point);
        String rows =
                query(
                        server,
                        "select coalesce(string_agg(client || ':' || n || ':' || s, ',' order by client), '')"
                                + " from (select client, count(*) n, sum(delta) s from history group by 1) c");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        opened.append(
                "%-16s asked %s, opened %s from %s at %s, %.1f MB to replay, %d ms%n"
                        .formatted(
                                place,
                                asked,
                                point,
                                image.kind(),
                                image.end(),
                                point.minus(image.redo()) / 1e6,
                                millis));
        assertThat(rows).isEqualTo(life.history.movesAt(point));
        assertThat(BankLoad.difference(TestTimelines.bank(server))).isEqualTo("0");
        assertThat(
                        query(
                                server,
                                "select coalesce(string_agg(relname, ',' order by relname), '') from pg_class where relname ~ '^made_[0-9]+$' and relkind = 'r'"))
                .isEqualTo(life.history.tablesAt(point));
        assertThat(BankLoad.damage(TestTimelines.bank(server))).isEmpty();
        assertThat(query(server, "select sum(checksum_failures) from pg_stat_database"))
                .isIn("0", "null");
        execute(
                server,
                "insert into history select 0, 9, 0, repeat('w', 300) from generate_series(1, 2000)",
                "update account set filler = 'of the child'",
                "create table of_the_child as select * from account",
                "checkpoint",
                "select pg_switch_wal()");
        assertThat(query(server, "select count(*) from of_the_child")).isEqualTo("4000");
        server.stop();
        timelines.forget(server);
    }

    private Lsn choose(Life life, Place place) throws IOException {
        List<Commit> commits = life.history.commits;
        Lsn first = life.images.getFirst().end();
        Lsn last = life.history.borders.getLast();
        Commit any = commitIn(commits, new Stretch(first, last));
        return switch (place) {
            case COMMIT_START -> any.start();
            case COMMIT_END, BEHIND_A_BIRTH -> commits.getLast().equals(any) ? last : any.end();
            case PAGE_BORDER -> border(any.end(), 8192, first, last);
            case SEGMENT_BORDER ->
                    border(any.end(), timelines.control(life.id).walSegmentBytes(), first, last);
            case INSIDE_A_RECORD -> {
                int length = (int) any.end().minus(any.start());
                yield any.start().plus(1 + random.nextInt(length - 1));
            }
            case TIME -> searched(life, any.stamp());
            case BEHIND_A_WAKE -> commitIn(commits, behindWake).end();
            case BEHIND_A_KILL -> commitIn(commits, behindKill).end();
            case FAR_BEHIND_AN_IMAGE -> commitIn(commits, farBehind).end();
        };
    }

    /**
     * The place that the search finds for a time, which must be that of the rule: no commit in
     * front of it is stamped later, and the first end of a transaction behind it is. What the
     * search says was left behind is counted as well.
     */
    private Lsn searched(Life life, Instant time) throws IOException {
        List<Commit> commits = life.history.commits;
        Image from =
                life.images.stream()
                        .filter(image -> !image.createdAt().isAfter(time))
                        .reduce((one, other) -> other)
                        .orElse(life.images.getFirst());
        Cut cut = TimeSearch.at(life.wal(), from.end(), time);
        assertThat(commits.stream().filter(commit -> commit.stamp().isAfter(time)))
                .allMatch(commit -> !commit.start().isBefore(cut.lsn()));
        long earlier =
                commits.stream()
                        .filter(commit -> !commit.stamp().isAfter(time))
                        .filter(commit -> !commit.start().isBefore(cut.lsn()))
                        .count();
        assertThat(cut.leftBehind()).isEqualTo(earlier);
        Lsn last = life.history.borders.getLast();
        if (cut.found()) {
            try (WalWalker walker = WalWalker.open(life.wal(), cut.lsn())) {
                WalRecord next = Objects.requireNonNull(walker.next());
                while (next.outcomeTime().isEmpty()) {
                    next = Objects.requireNonNull(walker.next());
                }
                assertThat(next.outcomeTime().orElseThrow()).isAfter(time);
            }
        }
        return cut.lsn().isAfter(last) ? last : cut.lsn();
    }

    private Commit commitIn(List<Commit> commits, Stretch stretch) {
        List<Commit> inside =
                commits.stream()
                        .filter(commit -> commit.start().isAfter(stretch.from()))
                        .filter(commit -> !commit.end().isAfter(stretch.to()))
                        .toList();
        return inside.get(random.nextInt(inside.size()));
    }

    private static Lsn border(Lsn near, long bytes, Lsn first, Lsn last) {
        Lsn below = new Lsn(near.value() / bytes * bytes);
        Lsn above = below.plus(bytes);
        if (!above.isAfter(last)) {
            return above;
        }
        return below.isBefore(first) ? near : below;
    }

    private static Lsn now(Compute server) throws Exception {
        return Lsn.parse(query(server, "select pg_current_wal_insert_lsn()"));
    }

    private Map<String, Long> checksums(Life life) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        ControlFile control = timelines.control(life.id);
        for (Segment segment : control.segments().list(timelines.walFolders.of(life.id))) {
            CRC32C checksum = new CRC32C();
            checksum.update(Files.readAllBytes(segment.path()));
            found.put(segment.path().getFileName().toString(), checksum.getValue());
        }
        return found;
    }
}
