package dev.cambium.engine.branch.moment;

import static dev.cambium.engine.branch.moment.FoundMoment.readable;
import static dev.cambium.engine.branch.moment.FoundMoment.readableFrom;

import dev.cambium.engine.branch.history.Reach;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** Why a moment cannot be opened, and what can be asked for instead, one sentence for each case. */
final class MomentRefusals {

    private static final String CODE = "OUT_OF_HISTORY";

    private final Catalog catalog;
    private final MomentRanges ranges;

    MomentRefusals(Catalog catalog, MomentRanges ranges) {
        this.catalog = catalog;
        this.ranges = ranges;
    }

    /** No image of the branch was kept. */
    Refusal nothing(Branch branch) {
        return new Refusal(
                Kind.CONFLICT,
                "NO_HISTORY",
                "Nothing but the present of branch '%s' can be opened: no image of its past is kept."
                        .formatted(branch.name()));
    }

    Refusal future(Instant asked, Instant now) {
        return new Refusal(
                Kind.INVALID,
                CODE,
                "%s has not come yet: here it is %s.".formatted(readable(asked), readable(now)));
    }

    /** The branch did not exist yet. */
    Refusal beforeBirth(Branch branch, Tenure first, Instant asked) {
        String began = "%s began at %s".formatted(branch.name(), readable(first.from()));
        Optional<Branch> parent = parentOf(branch);
        String instead =
                parent.map(known -> instead(known, asked))
                        .orElse(
                                branch.parentId() == null
                                        ? "there is nothing before that."
                                        : "the branch it was made from has been deleted.");
        return new Refusal(Kind.INVALID, CODE, began + "; " + instead + range(branch));
    }

    /** A branch is named only if it has what was asked for. */
    private String instead(Branch parent, Instant asked) {
        boolean has =
                ranges.of(parent)
                        .map(
                                range ->
                                        !asked.isBefore(range.fromTime())
                                                || range.earlier().stream()
                                                        .anyMatch(span -> covers(span, asked)))
                        .orElse(false);
        return has
                ? "ask %s@%s, the branch it was made from."
                        .formatted(parent.name(), readable(asked))
                : "%s, the branch it was made from, does not reach back so far."
                        .formatted(parent.name());
    }

    private static boolean covers(MomentRange.Span span, Instant asked) {
        return !asked.isBefore(span.fromTime()) && !asked.isAfter(span.toTime());
    }

    /** A time that the tenure covers and its images do not. */
    Refusal before(Branch branch, Tenure tenure, Instant asked, Reach reach) {
        if (tenure.to() == null) {
            return new Refusal(
                    Kind.INVALID,
                    CODE,
                    "%s is further back than what is kept of %s.%s"
                            .formatted(readable(asked), branch.name(), range(branch)));
        }
        return new Refusal(
                Kind.INVALID,
                CODE,
                "%s is further back than what is kept of %s, which then had other content, up to %s. Of that it can be opened from %s on.%s"
                        .formatted(
                                readable(asked),
                                branch.name(),
                                readable(tenure.to()),
                                readableFrom(reach.fromTime()),
                                range(branch)));
    }

    /** What the branch held then is not in the trash any more. */
    Refusal gone(Branch branch, Tenure tenure, Instant asked) {
        Instant end = tenure.to();
        if (end == null) {
            return nothing(branch);
        }
        return new Refusal(
                Kind.INVALID,
                CODE,
                "At %s %s had other content, which it gave up at %s and which is not kept any more.%s"
                        .formatted(readable(asked), branch.name(), readable(end), range(branch)));
    }

    /** An LSN before what can be opened: of another timeline, or not kept. */
    Refusal before(Branch branch, TimelineId timeline, Lsn asked) {
        Timeline known = catalog.timeline(timeline).orElse(null);
        Lsn birth = known == null ? null : known.parentLsn();
        if (known == null || birth == null || !asked.isBefore(birth)) {
            return new Refusal(
                    Kind.INVALID,
                    CODE,
                    "%s is further back than what is kept of %s.%s"
                            .formatted(asked, branch.name(), range(branch)));
        }
        return new Refusal(
                Kind.INVALID,
                CODE,
                "%s lies before %s, where the content of %s begins; %s%s"
                        .formatted(
                                asked,
                                birth,
                                branch.name(),
                                instead(branch, known.parent(), asked),
                                range(branch)));
    }

    /** An LSN that was not written yet. */
    Refusal behind(Branch branch, Lsn asked) {
        return new Refusal(
                Kind.INVALID,
                CODE,
                "%s lies behind the end of the WAL of %s.%s"
                        .formatted(asked, branch.name(), range(branch)));
    }

    /** Who can be asked for an LSN that the branch itself does not have. */
    private String instead(Branch branch, @Nullable TimelineId source, Lsn asked) {
        if (source == null) {
            return "there is nothing before that.";
        }
        for (Branch other : catalog.branches(branch.projectId())) {
            if (source.equals(other.currentTimeline())) {
                boolean has =
                        ranges.of(other).filter(range -> !asked.isBefore(range.from())).isPresent();
                return has
                        ? "ask %s@%s, the branch it came from.".formatted(other.name(), asked)
                        : "%s, the branch it came from, does not reach back so far."
                                .formatted(other.name());
            }
        }
        boolean ownPast =
                catalog.tenures(branch.id()).stream()
                        .anyMatch(tenure -> tenure.timeline().equals(source));
        return ownPast
                ? "what it held before has to be asked for by a time."
                : "the content it came from is no branch's any more.";
    }

    private Optional<Branch> parentOf(Branch branch) {
        return Optional.ofNullable(branch.parentId()).flatMap(catalog::branch);
    }

    /** What can be asked for, as a sentence to be appended. */
    private String range(Branch branch) {
        return ranges.of(branch)
                .map(
                        range ->
                                " %s can be opened from %s (%s) to %s (%s)."
                                        .formatted(
                                                branch.name(),
                                                range.from(),
                                                readableFrom(range.fromTime()),
                                                range.to(),
                                                readable(range.toTime())))
                .orElse("");
    }
}
