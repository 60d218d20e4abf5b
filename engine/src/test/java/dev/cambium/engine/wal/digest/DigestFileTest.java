package dev.cambium.engine.wal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class DigestFileTest {

    private static final TimelineId TIMELINE = new TimelineId("tl-file");

    @TempDir private Path folder;

    private static DigestEntry.Slice slice(int number) {
        long lsn = 1_000_000L + number * 1_000L;
        return new DigestEntry.Slice(
                lsn,
                lsn + 1_000,
                lsn - 50,
                number * 100L,
                number * 100L + 99,
                number * 100L + 99,
                number,
                1,
                new long[] {RelationNumbers.key(5, 20_000), RelationNumbers.key(5, 4_000_000_000L)},
                new int[] {number, 0, 3, -1, 2, 0});
    }

    private static List<DigestEntry> batch(int number) {
        return List.of(
                new DigestEntry.Names(
                        List.of(
                                new NameChange.Known(
                                        7,
                                        new RelationName(
                                                5, 9, 0, 'v', 'p', null, "ünïcode", -1, 0)),
                                new NameChange.Gone(8, 5, 9),
                                new NameChange.Read(5, 99),
                                new NameChange.Schema(5, 2200, "public"),
                                new NameChange.Database(5, "shop"))),
                new DigestEntry.Ddl(
                        1,
                        2,
                        -3,
                        5,
                        List.of(1L, 2L),
                        List.of(2L),
                        List.of(),
                        List.of(1259),
                        true,
                        List.of(),
                        List.of(77L)),
                new DigestEntry.Checkpoint(5, 9, 100, true, 4),
                slice(number));
    }

    private static List<String> texts(List<DigestEntry> entries) {
        return entries.stream()
                .map(
                        entry ->
                                entry instanceof DigestEntry.Slice slice
                                        ? "%d %d %d %d %d %d %d %d %s %s"
                                                .formatted(
                                                        slice.fromLsn(),
                                                        slice.toLsn(),
                                                        slice.resumeLsn(),
                                                        slice.fromMicros(),
                                                        slice.toMicros(),
                                                        slice.latestStamp(),
                                                        slice.commits(),
                                                        slice.aborts(),
                                                        Arrays.toString(slice.relations()),
                                                        Arrays.toString(slice.rows()))
                                        : entry.toString())
                .toList();
    }

    private List<DigestEntry> all(Path path) throws IOException {
        List<DigestEntry> found = new ArrayList<>();
        DigestFile.open(path, TIMELINE, 42, (batch, from, to) -> found.addAll(batch)).close();
        return found;
    }

    private Path filled(int batches) throws IOException {
        Path path = folder.resolve("digest");
        try (DigestFile file = DigestFile.open(path, TIMELINE, 42, (batch, from, to) -> {})) {
            for (int i = 0; i < batches; i++) {
                file.append(batch(i));
            }
        }
        return path;
    }

    @Test
    void readsBackWhatWasAppended() throws IOException {
        List<DigestEntry> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.addAll(batch(i));
        }
        assertThat(texts(all(filled(50)))).isEqualTo(texts(expected));
    }

    @Test
    void aTornTailIsCutToTheLastWholeBatchWhereverItIsTorn() throws IOException {
        Path path = filled(3);
        byte[] whole = Files.readAllBytes(path);
        Path two = Files.copy(filledTo(2), folder.resolve("two"));
        int sizeOfTwo = (int) Files.size(two);
        for (int length = sizeOfTwo; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThat(all(path)).as("torn at %d", length).hasSize(8);
            assertThat(Files.size(path)).isEqualTo(sizeOfTwo);
        }
    }

    private Path filledTo(int batches) throws IOException {
        Path path = folder.resolve("shorter");
        try (DigestFile file = DigestFile.open(path, TIMELINE, 42, (batch, from, to) -> {})) {
            for (int i = 0; i < batches; i++) {
                file.append(batch(i));
            }
        }
        return path;
    }

    @Test
    void noDamagedByteIsReadAsData() throws IOException {
        Path path = filled(2);
        byte[] whole = Files.readAllBytes(path);
        List<String> good = texts(all(path));
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x21;
            Files.write(path, damaged);
            List<String> read = texts(all(path));
            assertThat(good.subList(0, read.size())).as("damaged at %d", at).isEqualTo(read);
            assertThat(read.size()).isLessThan(good.size());
        }
    }

    @Test
    void theFileOfAnotherTimelineIsNotTaken() throws IOException {
        Path path = filled(2);
        List<DigestEntry> found = new ArrayList<>();
        DigestFile.open(
                        path,
                        new TimelineId("tl-other"),
                        42,
                        (batch, from, to) -> found.addAll(batch))
                .close();
        assertThat(found).isEmpty();
    }

    @Test
    void readingBeginsNearTheStampThatIsAskedFor() throws IOException {
        Path path = filled(1_000);
        try (DigestFile file = DigestFile.open(path, TIMELINE, 42, (batch, from, to) -> {})) {
            List<DigestEntry.Slice> read = new ArrayList<>();
            file.readBehindStamp(
                    50_050,
                    entry -> {
                        if (entry instanceof DigestEntry.Slice slice) {
                            read.add(slice);
                            return slice.latestStamp() <= 50_050;
                        }
                        return true;
                    });
            assertThat(read.getLast().fromMicros()).isEqualTo(50_000);
            assertThat(read).hasSizeLessThan(20);
        }
    }

    @Test
    void readsBetweenTwoPlaces() throws IOException {
        List<Long> places = new ArrayList<>();
        DigestFile.open(filled(5), TIMELINE, 42, (batch, from, to) -> places.add(from)).close();
        try (DigestFile file =
                DigestFile.open(folder.resolve("digest"), TIMELINE, 42, (batch, from, to) -> {})) {
            List<DigestEntry> read = new ArrayList<>();
            file.read(places.get(1), places.get(3), read::add);
            List<DigestEntry> expected = new ArrayList<>(batch(1));
            expected.addAll(batch(2));
            assertThat(texts(read)).isEqualTo(texts(expected));
            assertThat(file.begin()).isEqualTo(places.getFirst());
        }
    }
}
