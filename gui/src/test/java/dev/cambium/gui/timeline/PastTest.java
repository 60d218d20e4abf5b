package dev.cambium.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.BranchTimeline;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class PastTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whatAServerNotesForItselfIsNoWriting() {
        assertThat(Past.isQuiet(slice(0, 0, 1))).isTrue();
        assertThat(MomentWords.slice(Optional.of(slice(0, 0, 56)))).endsWith("nothing was written");
    }

    @Test
    void aCommitIsWritingHoweverSmall() {
        assertThat(Past.isQuiet(slice(1, 0, 34))).isFalse();
        assertThat(Past.isQuiet(slice(0, 1, 34))).isFalse();
        assertThat(MomentWords.slice(Optional.of(slice(1, 0, 34)))).contains("1 commit");
    }

    @Test
    void aWriteThatIsNotCommittedYetIsWriting() {
        assertThat(Past.isQuiet(slice(0, 0, 8_192))).isFalse();
    }

    private static BranchTimeline.Slice slice(long commits, long aborts, long bytes) {
        return new BranchTimeline.Slice(
                NOON,
                NOON.plusSeconds(1),
                "0/1",
                "0/2",
                bytes,
                commits,
                aborts,
                0,
                0,
                0,
                List.of());
    }
}
