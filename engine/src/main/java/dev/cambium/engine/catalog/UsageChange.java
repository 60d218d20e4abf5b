package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/** What a commit may do to usage; as valid as the {@link Change} it came from. */
public interface UsageChange {

    /** Adds or replaces what a branch used in an hour. */
    void put(UsageHour hour);

    void remove(String branchId, Instant hour);

    /** The WAL of a timeline is counted up to there. */
    void putMark(TimelineId timeline, Lsn lsn);

    void removeMark(TimelineId timeline);
}
