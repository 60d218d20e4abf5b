package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.branch.TypedMoment;

import java.time.Instant;
import java.util.Objects;

/** Where the playhead stands. */
sealed interface Position {

    /** As the present is asked for. */
    String HEAD = TypedMoment.HEAD;

    /** The present, which goes on. */
    record Now() implements Position {}

    /** At a time: everything committed until then. */
    record AtTime(Instant time) implements Position {}

    /**
     * At an LSN that was typed.
     *
     * @param time when the last transaction before it ended
     */
    record AtLsn(String lsn, Instant time) implements Position {}

    /** At a mark that can be opened: at it, or just before it. */
    record AtMark(BranchTimeline.Mark mark) implements Position {

        public AtMark {
            Objects.requireNonNull(mark.moment(), "only marks that can be opened are gone to");
        }
    }

    /** Where it is drawn. */
    default Instant time(Instant now) {
        return switch (this) {
            case Now at -> now;
            case AtTime at -> at.time();
            case AtLsn at -> at.time();
            case AtMark at -> at.mark().time();
        };
    }

    /** What to ask the engine for: {@code head}, an LSN or a time of RFC 3339. */
    default String asked() {
        return switch (this) {
            case Now at -> HEAD;
            case AtTime at -> at.time().toString();
            case AtLsn at -> at.lsn();
            case AtMark at -> Objects.requireNonNull(at.mark().moment());
        };
    }
}
