package dev.cambium.engine.branch.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.UsageHour;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What adds up to what. */
class UsageBookTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-11-21T00:00:00Z");
    private static final long MB = 1_000_000;
    private static final Offset<Double> NEARLY = Offset.offset(1.0);

    private final UsageBook book = new UsageBook(List.of());
    private final Branch main = branch("br-main", null);
    private final Branch child = branch("br-child", "br-main");

    @Test
    void addsUpHoursAndBranches() {
        book.add(main, NOON, 2000, 300, 50);
        book.add(main, NOON.plusSeconds(30), 2000, 100, 0);
        book.add(main, NOON.plusSeconds(3600), 1000, 0, 7);
        book.add(child, NOON, 500, 20, 1);
        Instant now = NOON.plusSeconds(7200);
        assertThat(book.ofBranch("br-main", NOON, NOON.plusSeconds(3600), now).activeMillis())
                .isEqualTo(4000);
        Usage day = book.ofBranch("br-main", DAY, NEXT_DAY, now);
        assertThat(day.activeMillis()).isEqualTo(5000);
        assertThat(day.cpuMillis()).isEqualTo(400);
        assertThat(day.writtenBytes()).isEqualTo(57);
        assertThat(book.ofProject("p", DAY, NEXT_DAY, now).activeMillis()).isEqualTo(5500);
        assertThat(book.ofProject("other", DAY, NEXT_DAY, now)).isEqualTo(Usage.NONE);
    }

    @Test
    void aBranchThatTookAndUsedNothingDisturbsNobody() {
        book.add(child, NOON, 500, 20, 1);
        book.size(main, NOON, BranchSize.NONE);
        assertThat(book.ofProject("p", DAY, NEXT_DAY, NOON).activeMillis()).isEqualTo(500);
        assertThat(book.branches("p")).containsExactly("br-child");
        book.keepOnly(Set.of(), NOON);
        assertThat(book.prune(NOON)).isEmpty();
    }

    @Test
    void aBranchThatRestsStaysAsLargeAsItWas() {
        book.size(main, NOON, new BranchSize(10 * MB, 4 * MB, MB, 2 * MB));
        Usage day = book.ofBranch("br-main", DAY, NEXT_DAY, NOON.plus(Duration.ofHours(5)));
        assertThat(day.rootByteHours()).isCloseTo(50.0 * MB, NEARLY);
        assertThat(day.historyByteHours()).isCloseTo(15.0 * MB, NEARLY);
        assertThat(day.childByteHours()).isZero();
        assertThat(day.storedBytes()).isEqualTo(13 * MB);
        Usage next =
                book.ofBranch(
                        "br-main",
                        NEXT_DAY,
                        NEXT_DAY.plus(Duration.ofDays(1)),
                        NEXT_DAY.plus(Duration.ofHours(2)));
        assertThat(next.rootByteHours()).isCloseTo(20.0 * MB, NEARLY);
        assertThat(next.activeMillis()).isZero();
    }

    @Test
    void aChildCountsWhatIsItsOwnAndNeverMoreThanItsData() {
        book.size(child, NOON, new BranchSize(10 * MB, 4 * MB, MB, 0));
        assertThat(book.ofBranch("br-child", DAY, NEXT_DAY, NOON).storedBytes()).isEqualTo(4 * MB);
        Instant later = NOON.plus(Duration.ofHours(1));
        book.size(child, later, new BranchSize(10 * MB, 90 * MB, 0, 0));
        assertThat(book.ofBranch("br-child", DAY, NEXT_DAY, later).storedBytes())
                .isEqualTo(10 * MB);
    }

    @Test
    void whatIsGoneTakesNoRoomFromTheNextHourOn() {
        book.size(main, NOON, new BranchSize(10 * MB, 0, 0, 0));
        book.keepOnly(Set.of("br-child"), NOON.plusSeconds(60));
        book.keepOnly(Set.of("br-child"), NOON.plusSeconds(90));
        Instant now = NOON.plus(Duration.ofHours(6));
        assertThat(book.ofBranch("br-main", DAY, NEXT_DAY, now).rootByteHours())
                .isCloseTo(10.0 * MB, NEARLY);
        assertThat(book.ofBranch("br-main", DAY, NEXT_DAY, now).storedBytes()).isZero();
    }

    @Test
    void tellsWhatChangedOnceAndAgainWhenItWasNotKept() {
        book.add(main, NOON, 1, 1, 1);
        List<UsageHour> first = book.changed();
        assertThat(first).hasSize(1);
        assertThat(book.changed()).isEmpty();
        book.notKept(first);
        assertThat(book.changed()).isEqualTo(first);
        book.add(main, NOON, 1, 0, 0);
        book.notKept(first); // there is a newer one of that hour
        assertThat(book.changed()).singleElement().matches(hour -> hour.activeMillis() == 2);
    }

    @Test
    void goesOnFromWhatWasKept() {
        book.add(main, NOON, 2000, 0, 5);
        book.size(main, NOON, new BranchSize(MB, 0, 0, 0));
        UsageBook again = new UsageBook(book.changed());
        again.add(main, NOON.plusSeconds(1), 1000, 0, 5);
        Usage usage = again.ofBranch("br-main", DAY, NEXT_DAY, NOON.plusSeconds(2));
        assertThat(usage.activeMillis()).isEqualTo(3000);
        assertThat(usage.logicalBytes()).isEqualTo(MB);
    }

    @Test
    void forgetsOldHoursButNotHowLargeABranchIs() {
        book.size(main, NOON, new BranchSize(MB, 0, 0, 0));
        book.size(main, NOON.plusSeconds(3600), new BranchSize(2 * MB, 0, 0, 0));
        Instant muchLater = NOON.plus(UsageBook.KEPT).plus(Duration.ofDays(1));
        assertThat(book.prune(muchLater)).singleElement().matches(hour -> hour.hour().equals(NOON));
        assertThat(book.prune(muchLater)).isEmpty();
        assertThat(
                        book.ofBranch("br-main", muchLater, muchLater.plusSeconds(3600), muchLater)
                                .logicalBytes())
                .isEqualTo(2 * MB);
    }

    private static Branch branch(String id, String parent) {
        return new Branch(
                id,
                "p",
                id,
                parent,
                null,
                false,
                false,
                BranchState.READY,
                "cli",
                20_000,
                "ep-1",
                true,
                null,
                NOON,
                NOON,
                NOON,
                null,
                null);
    }
}
