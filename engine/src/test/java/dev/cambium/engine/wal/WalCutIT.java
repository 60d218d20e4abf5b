package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.testing.TestBinaries;
import dev.cambium.engine.testing.TestPostgres;
import dev.cambium.engine.wal.WalWalkerIT.Server;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Goal: a cut opens to exactly the rows committed before it, and never harms its source. Method:
 * copy a data folder, write on, open the copy with WAL cut at chosen places, and compare the rows
 * with the commits that the walker saw before each place.
 */
class WalCutIT {

    private static final String[] SETTINGS = {
        "max_prepared_transactions=8", "autovacuum=off", "fsync=off"
    };

    @TempDir Path folder;

    /** All that was written, as the walker saw it. */
    private final List<WalRecord> records = new ArrayList<>();

    static Stream<Server> servers() {
        return Server.all(new Server("shipped", 1), new Server("17.11.0", 1));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void opensToExactlyTheRowsCommittedBefore(Server server) throws Exception {
        Path binaries =
                server.version().equals("shipped")
                        ? TestBinaries.shipped()
                        : TestBinaries.ofVersion(server.version()).orElse(null);
        assumeTrue(binaries != null, "no binaries of " + server.version() + " here");
        try (TestPostgres parent =
                TestPostgres.initdb(
                        Objects.requireNonNull(binaries),
                        folder.resolve("parent"),
                        "--wal-segsize=" + server.segmentMegabytes())) {
            parent.start(SETTINGS);
            PostgresLoad load = new PostgresLoad(parent, false);
            load.prepare();
            parent.execute("checkpoint");
            Path image = folder.resolve("image");
            copy(parent.dataDirectory(), image);
            ControlFile control =
                    ControlFile.parse(Files.readAllBytes(image.resolve("global/pg_control")));
            assertThat(control.state()).isEqualTo(ControlState.IN_PRODUCTION);
            WalFolder walFolder = new WalFolder(parent.walFolder(), control.segments());
            Lsn imageEnd = WalWalker.findEnd(walFolder, control.redoLsn()).endLsnExclusive();

            load.run(3, 250, false);
            Lsn commitAtBoundary = commitEndingAtSegmentBoundary(parent, control);
            load.run(2, 40, false);
            Lsn[] spanning = recordOverSegmentBoundary(parent, control);
            load.run(2, 40, false);
            parent.execute("select pg_switch_wal()");
            load.run(2, 40, false);
            try (WalWalker walker = WalWalker.open(walFolder, control.redoLsn())) {
                for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                    records.add(record);
                }
            }
            Set<Long> marks = marks(parent);
            byte[] parentBytes = hash(walFolder, control);
            Map<String, Lsn> cuts = places(imageEnd);
            cuts.put("the end of a commit at a segment boundary", commitAtBoundary);
            cuts.put("the start of a record over a segment boundary", spanning[0]);
            cuts.put("inside a record over a segment boundary", spanning[0].plus(10_000));
            cuts.put("the end of a record over a segment boundary", spanning[1]);
            assertThat(cuts).hasSizeGreaterThanOrEqualTo(14);
            for (Map.Entry<String, Lsn> cut : cuts.entrySet()) {
                open(parent, image, control, cut.getKey(), cut.getValue(), marks);
            }
            assertThat(hash(walFolder, control)).isEqualTo(parentBytes);
            assertThat(marks(parent)).isEqualTo(marks);
        }
    }

    /** The places that the log itself offers. */
    private Map<String, Lsn> places(Lsn imageEnd) {
        Map<String, Lsn> places = new LinkedHashMap<>();
        places.put("the end of the image", imageEnd);
        places.put("the end of WAL", records.getLast().endLsn());
        for (WalRecord record : records) {
            boolean commits = record.outcome().map(WalRecord.Outcome::commits).orElse(false);
            if (record.lsn().isBefore(imageEnd.plus(400_000))) {
                continue;
            }
            long endInPage = record.endLsn().value() % 8192;
            if (commits && endInPage > 4000 && endInPage < 5000) {
                places.putIfAbsent("the end of a commit", record.endLsn());
                places.putIfAbsent("the start of a commit", record.lsn());
            }
            if (commits && endInPage == 0) {
                places.putIfAbsent("a commit at a page boundary", record.endLsn());
                places.putIfAbsent("behind the page header", record.endLsn().plus(24));
            } else if (endInPage == 0) {
                places.putIfAbsent("a page boundary", record.endLsn());
            }
            if (record.resourceManager() == ResourceManager.HEAP && record.totalLength() > 60) {
                places.putIfAbsent("the payload of a record", record.lsn().plus(50));
                places.putIfAbsent("the header of a record", record.lsn().plus(9));
            }
            if (record.totalLength() > 20_000) {
                places.putIfAbsent("a page inside a record", nextPage(record.lsn(), 1));
                places.putIfAbsent("another page inside a record", nextPage(record.lsn(), 2));
            }
            if (record.isSegmentSwitch()) {
                places.putIfAbsent("the end of a switched segment", record.endLsn());
            }
        }
        return places;
    }

    private static Lsn nextPage(Lsn lsn, int pages) {
        return new Lsn((lsn.value() / 8192 + pages) * 8192);
    }

    private void open(
            TestPostgres parent,
            Path image,
            ControlFile control,
            String name,
            Lsn place,
            Set<Long> marks)
            throws Exception {
        Path data = folder.resolve("child");
        copy(image, data);
        WalFolder source = new WalFolder(parent.walFolder(), control.segments());
        Path childWal = data.resolve("pg_wal");
        WalEnd end = WalCut.cut(source, control.redoLsn(), place, childWal);
        assertThat(end.endLsnExclusive().isAfter(place)).as(name).isFalse();
        assertThat(WalCut.shared(childWal, control.segments(), end.endLsnExclusive())).isEmpty();
        Set<Long> expected = new HashSet<>(marks);
        expected.removeAll(committedBehind(end.endLsnExclusive()));
        List<WalSegments.Segment> linked = control.segments().list(childWal);
        Map<Path, Object> before = new HashMap<>();
        for (WalSegments.Segment segment : linked.subList(0, linked.size() - 1)) {
            before.put(segment.path(), Files.getLastModifiedTime(segment.path()));
        }
        boolean restarts = name.contains("boundary");
        try (TestPostgres child = TestPostgres.on(parent.binaries(), data)) {
            child.start(SETTINGS);
            WalFolder history = new WalFolder(childWal, control.segments());
            assertThat(RecoveryCheck.of(history, end))
                    .as(name)
                    .isInstanceOfSatisfying(
                            RecoveryCheck.Continued.class,
                            continued -> assertThat(continued.recovered()).isTrue());
            assertThat(marks(child)).as("%s, %s", name, place).isEqualTo(expected);
            child.execute(
                    "insert into large select repeat('y', 2000)::bytea from"
                            + " generate_series(1, 50)",
                    "checkpoint");
            if (restarts) {
                child.stop();
                child.start(SETTINGS);
                assertThat(marks(child)).as(name).isEqualTo(expected);
            }
        }
        for (Map.Entry<Path, Object> segment : before.entrySet()) {
            assertThat(Files.getLastModifiedTime(segment.getKey()))
                    .as(name)
                    .isEqualTo(segment.getValue());
        }
        TestBinaries.deleteTree(data);
    }

    /** The transactions whose commit lies at or behind a place. */
    private Set<Long> committedBehind(Lsn place) {
        Set<Long> found = new HashSet<>();
        for (WalRecord record : records) {
            if (record.lsn().isBefore(place)
                    || record.outcome().filter(WalRecord.Outcome::commits).isEmpty()) {
                continue;
            }
            found.add(record.xid());
        }
        return found;
    }

    /** Fills the segment so that the commit of a row of {@code mark} ends where it ends. */
    private Lsn commitEndingAtSegmentBoundary(TestPostgres postgres, ControlFile control)
            throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long messageBytes = lengthOfMessage(statement, 1000);
            connection.commit();
            long commitBytes = lastCommitBytes(postgres, control, statement);
            // Another record may come between: then the next segment is tried.
            for (int attempt = 0; attempt < 20; attempt++) {
                fillSegment(statement, control);
                statement.execute("insert into mark values (pg_current_xact_id()::text::bigint)");
                long rest = restOfSegment(statement, control);
                if (rest > 7_000 || rest < 1_500) {
                    connection.rollback();
                    continue;
                }
                emit(statement, 1000 + rest - commitBytes - messageBytes);
                Lsn boundary = insertLsn(statement).plus(commitBytes);
                connection.commit();
                if (boundary.value() % control.walSegmentBytes() == 0
                        && WalWalker.roundDown(
                                        new WalFolder(postgres.walFolder(), control.segments()),
                                        control.redoLsn(),
                                        boundary)
                                .endLsnExclusive()
                                .equals(boundary)) {
                    return boundary;
                }
            }
        }
        throw new AssertionError("no commit ended at a segment boundary");
    }

    /**
     * Begin and end of a record of 40,000 bytes that begins in one segment and ends in the next.
     */
    private Lsn[] recordOverSegmentBoundary(TestPostgres postgres, ControlFile control)
            throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            fillSegment(statement, control);
            Lsn before = insertLsn(statement);
            emit(statement, 40_000);
            Lsn after = insertLsn(statement);
            connection.commit();
            assertThat(control.segments().numberOf(after))
                    .isEqualTo(control.segments().numberOf(before) + 1);
            return new Lsn[] {before, after};
        }
    }

    /** Writes messages until only the last page of the segment is left. */
    private static void fillSegment(Statement statement, ControlFile control) throws SQLException {
        long rest = restOfSegment(statement, control);
        while (rest > 7_000) {
            emit(statement, rest > 40_000 ? 30_000 : rest > 14_000 ? 4_000 : 500);
            rest = restOfSegment(statement, control);
        }
    }

    private static long restOfSegment(Statement statement, ControlFile control)
            throws SQLException {
        long size = control.walSegmentBytes();
        return size - insertLsn(statement).value() % size;
    }

    private static long lengthOfMessage(Statement statement, long bytes) throws SQLException {
        while (true) {
            long before = insertLsn(statement).value();
            emit(statement, bytes);
            long after = insertLsn(statement).value();
            if (before / 8192 == after / 8192) {
                return after - before;
            }
        }
    }

    private static long lastCommitBytes(
            TestPostgres postgres, ControlFile control, Statement statement) throws Exception {
        statement.execute("insert into mark values (pg_current_xact_id()::text::bigint)");
        statement.getConnection().commit();
        long length = 0;
        try (WalWalker walker =
                WalWalker.open(
                        new WalFolder(postgres.walFolder(), control.segments()),
                        control.redoLsn())) {
            for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                if (record.outcome().isPresent()) {
                    length = (record.totalLength() + 7L) & -8L;
                }
            }
        }
        return length;
    }

    private static void emit(Statement statement, long bytes) throws SQLException {
        statement.execute(
                "select pg_logical_emit_message(false, 'fill', repeat('f', " + bytes + "))");
    }

    private static Lsn insertLsn(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }

    private static Set<Long> marks(TestPostgres postgres) throws SQLException {
        Set<Long> marks = new HashSet<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select xid from mark")) {
            while (rows.next()) {
                marks.add(rows.getLong(1));
            }
        }
        return marks;
    }

    /** All WAL of the parent up to its end now. */
    private byte[] hash(WalFolder walFolder, ControlFile control) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Lsn end = records.getLast().endLsn();
        for (WalSegments.Segment segment : control.segments().list(walFolder.path())) {
            byte[] bytes = Files.readAllBytes(segment.path());
            long upTo = Math.min(bytes.length, end.minus(segment.start()));
            if (upTo > 0) {
                digest.update(bytes, 0, (int) upTo);
            }
        }
        return digest.digest();
    }

    /** Copies a data folder without its WAL, pg_control first. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("global"));
        Files.copy(from.resolve("global/pg_control"), to.resolve("global/pg_control"));
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                String name = from.relativize(file).toString();
                if (name.startsWith("pg_wal/")
                        || name.startsWith("postmaster.")
                        || name.equals("global/pg_control")) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }
}
