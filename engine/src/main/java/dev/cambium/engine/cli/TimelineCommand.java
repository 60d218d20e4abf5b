package dev.cambium.engine.cli;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code cambium timeline}. */
@Command(
        name = "timeline",
        header =
                "Show what happened on a branch: how much was written when, and what to go back to.",
        description = {
            "",
            "Rows are counted as they were committed. Each mark comes with the moment to",
            "ask for: for changes of the schema and big writes that is just before them.",
            "",
            "  cambium timeline",
            "  cambium timeline dev --from 2026-11-20T12:00:00Z",
            "  cambium branches create --name undo --before-last-ddl",
            ""
        })
final class TimelineCommand extends Verb {

    private static final int BAR_WIDTH = 24;
    private static final int SLICES = 24;
    private static final int MARKS_SHOWN = 30;
    private static final int TABLES_SHOWN = 10;

    /** Eighths of a character, so that small differences show. */
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    /** Of interest to those who look after storage; all are in the JSON. */
    private static final Set<String> QUIET = Set.of("checkpoint", "image");

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description = "The branch; left out, the pinned or the default branch.")
    private @Nullable String branch;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Where to begin; left out, the oldest moment that can be opened.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Where to end; left out, now.")
    private @Nullable String to;

    @Option(
            names = "--slices",
            paramLabel = "COUNT",
            description = "In how many parts, at most 2,000; left out, 24.")
    private int slices = SLICES;

    @Override
    void run() {
        if (slices < 1 || slices > TimelineQuery.SLICES_MAX) {
            throw new ParameterException(
                    spec().commandLine(), "--slices must lie between 1 and 2,000.");
        }
        String project = project(in.project).id();
        BranchTimeline timeline =
                engine().past()
                        .timeline(
                                project,
                                branchTold(project, branch),
                                new TimelineQuery(time("--from", from), time("--to", to), slices));
        output().print(timeline, () -> writes(timeline));
        if (output().format() == Format.table) {
            show(marks(timeline));
            show(relations(timeline));
            output().out().flush();
        }
        if (!timeline.complete()) {
            output().sayWithTable("WAL is still being read: these figures will grow.");
        }
        BranchTimeline.Reach reach = timeline.reach();
        if (reach != null) {
            output().sayWithTable(
                            output().style()
                                    .faint(
                                            "Can be opened from %s (%s) to %s."
                                                    .formatted(
                                                            Moment.local(reach.fromTime()),
                                                            reach.fromLsn(),
                                                            reach.toLsn())));
        }
    }

    private void show(Table table) {
        output().out().println();
        table.print(output().out(), output().style());
    }

    private @Nullable Instant time(String option, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(typed.strip().replace(' ', 'T')).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec().commandLine(),
                    "%s must be a time with its zone such as 2026-11-20T12:00:00Z, not '%s'."
                            .formatted(option, typed));
        }
    }

    private static Table writes(BranchTimeline timeline) {
        Table table = Table.columns("FROM", "WAL", "", "COMMITS", "ROWS", "MOST WRITTEN");
        long most =
                timeline.slices().stream()
                        .mapToLong(BranchTimeline.Slice::walBytes)
                        .max()
                        .orElse(0);
        for (BranchTimeline.Slice slice : timeline.slices()) {
            long rows = slice.rowsInserted() + slice.rowsUpdated() + slice.rowsDeleted();
            table.row(
                    Moment.local(slice.from()),
                    bar(slice.walBytes(), most),
                    slice.walBytes() == 0 ? "" : Amount.bytes(slice.walBytes()),
                    slice.commits() == 0 ? "" : number(slice.commits()),
                    rows == 0 ? "" : number(rows),
                    mostWritten(slice));
        }
        return table;
    }

    private static String mostWritten(BranchTimeline.Slice slice) {
        return String.join(
                ", ",
                slice.relations().stream()
                        .limit(3)
                        .map(BranchTimeline.RelationWrites::label)
                        .toList());
    }

    private static Table marks(BranchTimeline timeline) {
        List<BranchTimeline.Mark> told = new ArrayList<>(timeline.marks());
        told.removeIf(mark -> QUIET.contains(mark.kind()));
        int left = Math.max(0, told.size() - MARKS_SHOWN);
        Table table =
                Table.columns("TIME", "WHAT", "MOMENT").whenEmpty("Nothing happened but writes.");
        if (left > 0) {
            table.row("", number(left) + " earlier ones; -o json has all", "");
        }
        told.subList(left, told.size())
                .forEach(
                        mark ->
                                table.row(
                                        Moment.local(mark.time()),
                                        words(mark),
                                        mark.moment() == null ? "-" : mark.moment()));
        return table;
    }

    private static String words(BranchTimeline.Mark mark) {
        return switch (mark.kind()) {
            case "branch_point" -> "branch " + mark.label();
            case "bookmark" -> "bookmark " + mark.label();
            case "snapshot" -> "snapshot " + mark.label();
            default -> mark.label(); // a word from the server
        };
    }

    private static Table relations(BranchTimeline timeline) {
        Table table =
                Table.columns("TABLE", "DATABASE", "INSERTED", "UPDATED", "DELETED")
                        .whenEmpty("No rows were written.");
        timeline.relations().stream()
                .limit(TABLES_SHOWN)
                .forEach(
                        relation ->
                                table.row(
                                        relation.label(),
                                        relation.database(),
                                        number(relation.inserted()),
                                        number(relation.updated()),
                                        number(relation.deleted())));
        return table;
    }

    private static String bar(long bytes, long most) {
        if (bytes <= 0 || most <= 0) {
            return "";
        }
        int eighths = (int) Math.max(1, Math.round((double) bytes / most * BAR_WIDTH * 8));
        return "█".repeat(eighths / 8)
                + (eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
