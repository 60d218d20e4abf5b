package dev.cambium.engine.branch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.HandMadeWal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

class WalHeadTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Path FIRST = Path.of(HandMadeWal.SEGMENTS.nameOf(1));
    private static final Path SECOND = Path.of(HandMadeWal.SEGMENTS.nameOf(2));

    @TempDir private Path folder;
    private final HandMadeWal wal = new HandMadeWal(3);
    private WalHead head;

    @BeforeEach
    void twoRecords() throws IOException {
        wal.append(100);
        wal.append(9_000);
        wal.writeTo(folder);
        head = new WalHead(HandMadeWal.walIn(folder), HandMadeWal.START);
    }

    @AfterEach
    void close() {
        head.close();
    }

    @Test
    void itGoesOnWhereItEnded() throws IOException {
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
        assertThat(head.isOpen()).isTrue();
        appended(500);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
        head.close();
        appended(20_000);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
    }

    @Test
    void ofWalThatNobodyWritesNoFileIsOpenedAgain() throws IOException {
        age(FIRST);
        Lsn end = head.read();
        head.close();
        assertThat(head.read()).isEqualTo(end);
        assertThat(head.isOpen()).isFalse();
    }

    @Test
    void whatWasJustWrittenIsReadAgainBecauseMoreMayComeInTheSameTickOfTheClock()
            throws IOException {
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
        FileTime tick = Files.getLastModifiedTime(folder.resolve(FIRST));
        head.close();
        appended(300);
        Files.setLastModifiedTime(folder.resolve(FIRST), tick);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
    }

    @Test
    void aWriteAfterALongPauseIsSeen() throws IOException {
        age(FIRST);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
        head.close();
        appended(300);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
    }

    @Test
    void aRecordIsSeenWhoseRestComesInTheNextSegment() throws IOException {
        Lsn before = wal.last().endLsn();
        appended(HandMadeWal.SEGMENT_BYTES);
        byte[] rest = Files.readAllBytes(folder.resolve(SECOND));
        Files.delete(folder.resolve(SECOND));
        age(FIRST);
        assertThat(head.read()).isEqualTo(before);
        head.close();
        assertThat(head.read()).isEqualTo(before);

        Files.write(folder.resolve(SECOND), rest);
        assertThat(head.read()).isEqualTo(wal.last().endLsn());
    }

    private void appended(int payloadBytes) throws IOException {
        wal.append(payloadBytes);
        wal.writeTo(folder);
    }

    private void age(Path segment) throws IOException {
        Files.setLastModifiedTime(folder.resolve(segment), LONG_AGO);
    }
}
