package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkKind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says moments and what was written as a person would. */
final class MomentWords {

    /** A border of slices counts as reached when it is nearer than clocks tell apart. */
    private static final Duration SAME = Duration.ofMillis(1);

    /** More tables than these do not fit on a line. */
    private static final int MOST_TABLES = 4;

    private MomentWords() {}

    /** Next to the playhead: {@code just before DROP TABLE orders, 2 h 13 min ago}. */
    static String spoken(Position position, Past past, Instant now) {
        String ago = Figures.exactlyAgo(position.time(now), now);
        return switch (position) {
            case Position.Now at -> Text.get("moment.now");
            case Position.AtMark at -> Text.get("moment.mark", mark(at.mark()), ago);
            case Position.AtLsn at -> Text.get("moment.lsn", at.lsn(), ago);
            case Position.AtTime at -> {
                String after = after(at.time(), past);
                yield after.isEmpty() ? ago : Text.get("moment.time", ago, after);
            }
        };
    }

    /** For a dialog that stays while time goes on: with the time instead of how long ago. */
    static String settled(Position position, Past past, Instant now) {
        String time = Figures.exact(position.time(now));
        return switch (position) {
            case Position.Now at -> Text.get("moment.now");
            case Position.AtMark at -> Text.get("moment.settled", mark(at.mark()), time);
            case Position.AtLsn at -> Text.get("moment.settled.lsn", at.lsn(), time);
            case Position.AtTime at -> {
                String after = after(at.time(), past);
                yield after.isEmpty()
                        ? Text.get("moment.settled.time", time)
                        : Text.get("moment.settled.after", time, after);
            }
        };
    }

    /** On the playhead in the graph: {@code 11:42:07 before DROP TABLE orders}. */
    static String brief(Position position, Instant now) {
        String clock = Figures.clock(position.time(now));
        return switch (position) {
            case Position.Now at -> Text.get("graph.now");
            case Position.AtTime at -> clock;
            case Position.AtLsn at -> clock;
            case Position.AtMark at ->
                    MarkKind.of(at.mark()).justBefore()
                            ? Text.get("moment.brief.before", clock, at.mark().label())
                            : Text.get("moment.brief.at", clock, at.mark().label());
        };
    }

    static String mark(BranchTimeline.Mark mark) {
        return switch (MarkKind.of(mark)) {
            case DDL, BIG_WRITE -> Text.get("mark.before", mark.label());
            case RESET, RESTORE -> Text.get("mark.before-exchange", mark.label());
            case BOOKMARK -> Text.get("mark.bookmark", mark.label());
            case SNAPSHOT -> Text.get("mark.snapshot", mark.label());
            case BRANCH_POINT -> Text.get("mark.branch-point", mark.label());
            case CREATED -> Text.get("mark.created");
            case CHECKPOINT -> Text.get("mark.checkpoint");
            case IMAGE -> Text.get("mark.image");
            case OTHER -> Text.get("mark.other", mark.label());
        };
    }

    /** {@code after 3 commits on orders}; empty when nothing is known to have been committed. */
    private static String after(Instant moment, Past past) {
        Optional<BranchTimeline.Slice> last = past.lastCommitsUntil(moment);
        if (last.isEmpty()) {
            return "";
        }
        BranchTimeline.Slice slice = last.get();
        boolean within = slice.to().isAfter(moment.plus(SAME));
        String commits = Text.get("count.commits", slice.commits());
        String what =
                slice.relations().isEmpty()
                        ? commits
                        : Text.get(
                                "moment.commits-on", commits, slice.relations().getFirst().label());
        return Text.get(within ? "moment.amid" : "moment.after", what);
    }

    /** One line on what led to a moment: time range, commits, WAL, rows, tables. */
    static String slice(Optional<BranchTimeline.Slice> slice) {
        if (slice.isEmpty()) {
            return "";
        }
        BranchTimeline.Slice s = slice.get();
        List<String> parts = new ArrayList<>();
        parts.add(Text.get("slice.range", clock(s, s.from()), clock(s, s.to())));
        if (Past.isQuiet(s)) {
            parts.add(Text.get("slice.nothing"));
            return String.join(Text.get("slice.between"), parts);
        }
        parts.add(Text.get("count.commits", s.commits()));
        if (s.aborts() > 0) {
            parts.add(Text.get("slice.aborts", s.aborts()));
        }
        parts.add(Text.get("slice.wal", Figures.size(s.walBytes())));
        parts.addAll(rows(s));
        for (BranchTimeline.RelationWrites table :
                s.relations().stream().limit(MOST_TABLES).toList()) {
            parts.add(table(table));
        }
        return String.join(Text.get("slice.between"), parts);
    }

    private static List<String> rows(BranchTimeline.Slice slice) {
        List<String> words = new ArrayList<>();
        if (slice.rowsInserted() > 0) {
            words.add(Text.get("slice.rows.inserted", slice.rowsInserted()));
        }
        if (slice.rowsUpdated() > 0) {
            words.add(Text.get("slice.rows.updated", slice.rowsUpdated()));
        }
        if (slice.rowsDeleted() > 0) {
            words.add(Text.get("slice.rows.deleted", slice.rowsDeleted()));
        }
        return words.isEmpty()
                ? List.of()
                : List.of(Text.get("slice.rows", String.join(", ", words)));
    }

    /** A problem, and then what can be asked for. */
    static String withReach(String problem, String branch, Past past) {
        BranchTimeline.Reach reach = past.reach();
        return reach == null
                ? problem
                : Text.get(
                        "moment.reach",
                        problem,
                        branch,
                        Figures.exact(reach.fromTime()),
                        reach.fromLsn(),
                        reach.toLsn());
    }

    /** What the engine adds to an answer; empty when there is nothing to add. */
    static String remark(FoundMoment found) {
        List<String> sentences = new ArrayList<>();
        String rounded = found.roundedFrom();
        if (rounded != null) {
            sentences.add(Text.get("moment.rounded", rounded, found.lsn()));
        }
        if (found.commitsLeftOut() > 0) {
            sentences.add(Text.get("moment.left-out", found.commitsLeftOut()));
        }
        return String.join(" ", sentences);
    }

    private static String clock(BranchTimeline.Slice slice, Instant moment) {
        boolean fine = Duration.between(slice.from(), slice.to()).toMillis() < 1000;
        String exact = Figures.exact(moment);
        return fine ? exact.substring(11) : exact.substring(11, 19);
    }

    /** {@code orders +120 ~4 −2}. */
    private static String table(BranchTimeline.RelationWrites table) {
        return table.label() + rowsOf(table);
    }

    /** {@code +120 ~4 −2}, with a blank before each. */
    static String rowsOf(BranchTimeline.RelationWrites table) {
        StringBuilder words = new StringBuilder();
        if (table.inserted() > 0) {
            words.append(Text.get("slice.inserted", table.inserted()));
        }
        if (table.updated() > 0) {
            words.append(Text.get("slice.updated", table.updated()));
        }
        if (table.deleted() > 0) {
            words.append(Text.get("slice.deleted", table.deleted()));
        }
        return words.toString();
    }
}
