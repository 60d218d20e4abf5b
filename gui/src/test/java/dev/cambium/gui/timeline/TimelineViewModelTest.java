package dev.cambium.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline.Mark;
import dev.cambium.engine.api.BranchTimeline.RelationWrites;
import dev.cambium.engine.api.LastMark;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.MemoryPast;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The slider without a screen, on a branch whose past is known to the transaction. */
@NullUnmarked
class TimelineViewModelTest {

    private static final Duration SNAP = Duration.ofSeconds(30);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant began = now.minus(Duration.ofMinutes(60));
    private final MemoryEngine engine = new MemoryEngine();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private String project;
    private Branch main;
    private MemoryPast past;
    private Mark create;
    private Mark drop;
    private Mark bulk;
    private TimelineViewModel timeline;

    private static RelationWrites orders(long inserted, long updated) {
        return new RelationWrites("shop", "public", "orders", inserted, updated, 0);
    }

    private Instant minute(double minutes) {
        return began.plusMillis(Math.round(minutes * 60_000));
    }

    @BeforeEach
    void connect() {
        project = engine.addProject("shop", began).id();
        main = engine.addBranch(project, "main", null, began, "running");
        past = engine.past("main");
        for (int i = 1; i <= 10; i++) {
            past.commit(minute(i + 0.5), 1_000, orders(2, 0));
        }
        create = past.markBefore("ddl", past.commit(minute(20), 500), "CREATE TABLE a", "a", 0);
        // In the same second as the one before.
        drop =
                past.markBefore(
                        "ddl", past.commit(minute(20), 500), "DROP TABLE orders", "orders", 0);
        past.markAt("checkpoint", minute(20.3), "checkpoint", null);
        past.markAt("checkpoint", minute(40), "checkpoint", null);
        bulk =
                past.markBefore(
                        "big_write",
                        past.commit(minute(50), 900_000, orders(0, 5_000)),
                        "5,000 rows updated in orders",
                        "orders",
                        5_000);
        workspace.connect();
        timeline = new TimelineViewModel(workspace);
        timeline.tick(now);
        timeline.refresh();
    }

    private Position position() {
        return timeline.positionProperty().get();
    }

    private String words() {
        return MomentWords.spoken(position(), timeline.pastProperty().get(), now);
    }

    private void pointAt(Instant moment) {
        timeline.drag(moment, SNAP);
        timeline.drop();
    }

    @Test
    void itStartsAtNowWithAllThatIsWithinReach() {
        assertThat(position()).isEqualTo(new Position.Now());
        assertThat(words()).startsWith("now");
        assertThat(timeline.shown()).isEqualTo(new Stretch(began, now));
        Past read = timeline.pastProperty().get();
        assertThat(read.marks()).hasSize(5);
        assertThat(read.slices().stream().mapToLong(each -> each.commits()).sum()).isEqualTo(13);
        assertThat(timeline.picked()).isNull();
    }

    @Test
    void aMarkDrawsThePlayheadToJustBeforeIt() {
        pointAt(minute(50.4));
        assertThat(position()).isEqualTo(new Position.AtMark(bulk));
        assertThat(words()).isEqualTo("just before 5,000 rows updated in orders, 10 min ago");
        assertThat(timeline.picked().asked()).isEqualTo(bulk.moment());
        // Its LSN is exact, and its time is that of the last commit before.
        assertThat(timeline.foundProperty().get().lsn()).isEqualTo(bulk.moment());
        assertThat(timeline.foundProperty().get().time()).isEqualTo(minute(20));
    }

    @Test
    void farFromMarksItStandsBetweenSlicesAndSaysWhatCameBefore() {
        pointAt(minute(15).plusMillis(1234));
        assertThat(position()).isInstanceOf(Position.AtTime.class);
        Instant time = position().time(now);
        assertThat(Duration.between(time, minute(15)).abs()).isLessThan(Duration.ofSeconds(30));
        assertThat(time.toEpochMilli() % 1000).isZero();
        assertThat(words()).contains("ago, after 1 commit on orders");
        assertThat(timeline.foundProperty().get().lsn())
                .isEqualTo(MemoryPast.lsn(0x1A2B3C8L + 10_000));
    }

    @Test
    void whatMattersLessIsSnappedToOnlyFromNearAndNeverInsteadOfAMark() {
        pointAt(minute(40).plusSeconds(14));
        assertThat(words()).startsWith("at a checkpoint");
        pointAt(minute(40).plusSeconds(29));
        assertThat(position()).isInstanceOf(Position.AtTime.class);
        // The checkpoint at 20.3 is nearer, but DDL is what one goes there for.
        pointAt(minute(20.29));
        assertThat(position()).isEqualTo(new Position.AtMark(drop));
    }

    @Test
    void theEndsHold() {
        pointAt(began.minusSeconds(4000));
        assertThat(position().time(now)).isEqualTo(began);
        assertThat(timeline.troubleProperty().get()).isEmpty();
        pointAt(now.plusSeconds(4000));
        assertThat(position()).isEqualTo(new Position.Now());
        pointAt(now.minusSeconds(20));
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void nothingIsAskedWhileThePlayheadIsDragged() {
        timeline.drag(minute(15), SNAP);
        assertThat(timeline.foundProperty().get()).isNull();
        timeline.drag(minute(16), SNAP);
        assertThat(timeline.foundProperty().get()).isNull();
        timeline.drop();
        assertThat(timeline.foundProperty().get().asked()).isEqualTo(position().asked());
    }

    @Test
    void keysGoFromSliceToSlice() {
        timeline.stepSlice(false);
        Instant first = position().time(now);
        timeline.stepSlice(false);
        Instant second = position().time(now);
        Duration step = Duration.between(second, first);
        assertThat(first).isBefore(now);
        assertThat(step).isEqualTo(timeline.shown().step(200));
        timeline.stepSlice(true);
        assertThat(position().time(now)).isEqualTo(first);
        timeline.stepSlice(true);
        timeline.stepSlice(true);
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void keysGoFromMarkToMarkAlsoWhereTwoAreInOnePlace() {
        timeline.stepMark(false);
        assertThat(position()).isEqualTo(new Position.AtMark(bulk));
        timeline.stepMark(false);
        timeline.stepMark(false);
        timeline.stepMark(false);
        assertThat(position()).isEqualTo(new Position.AtMark(drop));
        timeline.stepMark(false);
        assertThat(position()).isEqualTo(new Position.AtMark(create));
        timeline.stepMark(false);
        assertThat(position()).isEqualTo(new Position.AtMark(create));
        timeline.stepMark(true);
        assertThat(position()).isEqualTo(new Position.AtMark(drop));
        timeline.goToBegin();
        assertThat(position().time(now)).isEqualTo(began);
        timeline.goToNow();
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void aTypedLsnThatLiesInsideARecordIsRoundedDownAndSaysSo() {
        timeline.typeLsn(MemoryPast.lsn(0x1A2B3C8L + 2_500));
        assertThat(position())
                .isEqualTo(new Position.AtLsn(MemoryPast.lsn(0x1A2B3C8L + 2_000), minute(2.5)));
        assertThat(MomentWords.remark(timeline.foundProperty().get()))
                .contains("lies inside a record");
        assertThat(words()).startsWith("at 0/1A2BB98, 57 min");
    }

    @Test
    void aTypedMomentOutOfReachIsRefusedInWordsAndThePlayheadStays() {
        pointAt(minute(50));
        timeline.typeLsn("7/0");
        assertThat(timeline.troubleProperty().get()).contains("main cannot be opened at 7/0");
        assertThat(timeline.troubleProperty().get()).contains("0/1A2B3C8");
        assertThat(position()).isEqualTo(new Position.AtMark(bulk));
        timeline.typeTime("2001-01-01T00:00:00Z");
        assertThat(timeline.troubleProperty().get()).contains("2001-01-01");
        timeline.typeTime("the day before");
        assertThat(timeline.troubleProperty().get())
                .contains("“the day before” is not a time")
                .contains("main can be opened from")
                .contains("0/1A2B3C8");
        timeline.forgive();
        assertThat(timeline.troubleProperty().get()).isEmpty();
    }

    @Test
    void aTypedTimeIsGoneToExactly() {
        timeline.typeTime(minute(7).plusMillis(123).toString());
        assertThat(position()).isEqualTo(new Position.AtTime(minute(7).plusMillis(123)));
        assertThat(timeline.foundProperty().get().lsn())
                .isEqualTo(MemoryPast.lsn(0x1A2B3C8L + 6_000));
        timeline.typeTime("now");
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void theLastOfAKindIsOneStepAway() {
        timeline.beforeLast(LastMark.DDL);
        assertThat(position()).isEqualTo(new Position.AtMark(drop));
        timeline.beforeLast(LastMark.BIG_WRITE);
        assertThat(position()).isEqualTo(new Position.AtMark(bulk));
    }

    @Test
    void aBranchWithoutDdlSaysSo() {
        Branch quiet = engine.addBranch(project, "dev/quiet", main.id(), minute(30), "asleep");
        workspace.readAll();
        workspace.select(quiet.id());
        timeline.beforeLast(LastMark.DDL);
        assertThat(timeline.troubleProperty().get()).contains("dev/quiet");
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void aCloserLookReadsFinerSlicesAndKeepsAllMarks() {
        Duration before = slice();
        timeline.zoom(minute(20), 12);
        assertThat(slice()).isLessThan(before.dividedBy(5));
        assertThat(timeline.shown().length()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeline.pastProperty().get().marks()).hasSize(5);
        // The next mark is out of view and brought into it.
        timeline.goToNow();
        assertThat(timeline.shown().holds(now)).isTrue();
        timeline.stepMark(false);
        assertThat(timeline.shown().holds(bulk.time())).isTrue();
        timeline.showAll();
        assertThat(slice()).isEqualTo(before);
    }

    private Duration slice() {
        var first = timeline.pastProperty().get().slices().getFirst();
        return Duration.between(first.from(), first.to());
    }

    @Test
    void whatIsWrittenShowsAsSoonAsTheEngineTells() {
        Instant committed = now.minusSeconds(5);
        past.commit(committed, 5_000, orders(7, 0));
        engine.addTick(
                new dev.cambium.engine.api.Tick(main.id(), committed, "0/2", "wal", 5_000, "WAL"));
        engine.tell("wal.written", project, main.id(), null, "5 kB", null);
        runner.letTimePass();
        assertThat(
                        MomentWords.slice(
                                timeline.pastProperty().get().sliceUntil(committed.plusMillis(1))))
                .contains("1 commit")
                .contains("rows 7 inserted")
                .contains("orders +7");
    }

    @Test
    void nothingIsReadWhileNobodyLooks() {
        timeline.showingProperty().set(false);
        past.markAt("bookmark", minute(33), "unseen", "bm-1");
        timeline.refresh();
        assertThat(timeline.pastProperty().get().marks()).hasSize(5);
        timeline.showingProperty().set(true);
        assertThat(timeline.pastProperty().get().marks()).hasSize(6);
    }

    @Test
    void anotherBranchAndAnotherTimelineBeginAtNow() {
        pointAt(minute(50));
        Branch other = engine.addBranch(project, "dev/alice", main.id(), minute(30), "asleep");
        workspace.readAll();
        assertThat(position()).isEqualTo(new Position.AtMark(bulk));
        workspace.select(other.id());
        assertThat(position()).isEqualTo(new Position.Now());
        workspace.select(main.id());
        pointAt(minute(50));
        engine.change(main.id(), b -> dev.cambium.gui.memory.Samples.onTimeline(b, "tl-new"));
        workspace.readAll();
        assertThat(position()).isEqualTo(new Position.Now());
    }

    @Test
    void aBookmarkIsSetGoneToAndTakenAway() {
        pointAt(minute(50));
        BookmarkForm form =
                new BookmarkForm(
                        workspace, main, timeline.picked(), timeline.pastProperty().get().marks());
        assertThat(form.problem().get()).isNotEmpty();
        form.nameProperty().set("before the update");
        form.form(timeline::refresh).send(() -> {});
        Mark mark =
                timeline.pastProperty().get().marks().stream()
                        .filter(each -> MarkKind.of(each) == MarkKind.BOOKMARK)
                        .findFirst()
                        .orElseThrow();
        assertThat(mark.label()).isEqualTo("before the update");
        assertThat(mark.moment()).isEqualTo(bulk.moment());
        timeline.go(new Position.AtMark(mark));
        assertThat(words()).startsWith("at the bookmark “before the update”");
        BookmarkForm again =
                new BookmarkForm(workspace, main, null, timeline.pastProperty().get().marks());
        again.nameProperty().set(" before the update ");
        assertThat(again.problem().get()).contains("already");
        timeline.remove(mark);
        assertThat(timeline.pastProperty().get().marks()).hasSize(5);
        assertThat(engine.bookmarks().list(project, "main")).isEmpty();
        assertThat(position()).isEqualTo(new Position.AtTime(mark.time()));
    }

    @Test
    void aRefusedBookmarkKeepsTheFormWithTheSentence() {
        BookmarkForm bookmark = new BookmarkForm(workspace, main, null, java.util.List.of());
        bookmark.nameProperty().set("x");
        Form form = bookmark.form(timeline::refresh);
        engine.refuseNext("The disk is full.");
        form.send(
                () -> {
                    throw new AssertionError("the dialog must stay");
                });
        assertThat(form.errorProperty().get()).isEqualTo("The disk is full.");
    }

    @Test
    void aPastThatCannotBeReadIsSaid() {
        engine.goAway();
        timeline.typeLsn("0/1A2B3C8");
        assertThat(timeline.troubleProperty().get()).contains("does not answer");
    }
}
