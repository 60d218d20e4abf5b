package dev.cambium.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.BranchTimeline.RelationWrites;
import dev.cambium.engine.api.LastMark;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What the card says of a moment, and the look at a table, on an engine in memory. */
class MomentCardTest {

    private final MemoryEngine engine = Samples.shop();
    private final Workspace workspace = new Workspace(() -> engine, new DirectTaskRunner(), null);

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    @Test
    void whatWasWrittenSinceIsToldByTable() {
        TimelineViewModel timeline = new TimelineViewModel(workspace);
        MomentCardViewModel card = new MomentCardViewModel(timeline);
        assertThat(card.sinceProperty().get()).isEqualTo(MomentCardViewModel.Since.UNKNOWN);
        timeline.beforeLast(LastMark.DDL);
        MomentCardViewModel.Since since = card.sinceProperty().get();
        assertThat(since.complete()).isTrue();
        assertThat(since.tables()).isNotEmpty();
        assertThat(since.tables().stream().mapToLong(RelationWrites::rows)).allMatch(n -> n > 0);
        timeline.goToNow();
        assertThat(card.sinceProperty().get()).isEqualTo(MomentCardViewModel.Since.UNKNOWN);
    }

    @Test
    void aLookReadsATableByItsQuotedName() {
        PeekViewModel peek =
                new PeekViewModel(
                        workspace,
                        workspace.selectedProperty().get(),
                        new PickedMoment("0/1A2B3C8", "then"),
                        List.of());
        peek.tableProperty().set(new PeekViewModel.Table("my\"schema", "orders"));
        // The engine in memory answers with the statement itself.
        assertThat(peek.rowsProperty().get().rows().getFirst().getFirst())
                .isEqualTo("select * from \"my\"\"schema\".\"orders\" limit 50");
        assertThat(peek.rowsProperty().get().moment().lsn()).isEqualTo("0/1A2B3C8");
        assertThat(peek.workingProperty().get()).isFalse();
    }
}
