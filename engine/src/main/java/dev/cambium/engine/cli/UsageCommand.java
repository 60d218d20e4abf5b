package dev.cambium.engine.cli;

import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code cambium usage}. */
@Command(
        name = "usage",
        header = "What branches used: time, processor, bytes written, room.",
        description = {
            "",
            "Active is for how long computes answered, CPU the processor time in them,",
            "written the WAL. Size is the data and the past that are counted for the",
            "branch: a root's data, of other branches what is their own.",
            ""
        })
final class UsageCommand extends Verb {

    /** So that a table fits a screen. */
    private static final long FRAMES_SHOWN = 24;

    @Mixin private ProjectOption in = new ProjectOption();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "branch",
            description = "${COMPLETION-CANDIDATES}; branch is the default.")
    private By by = By.branch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "month",
            description = "${COMPLETION-CANDIDATES}; month is the default.")
    private Every every = Every.month;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "RFC 3339; left out, the present hour, day or month.")
    private @Nullable Instant since;

    enum By {
        branch,
        project
    }

    enum Every {
        hour(Granularity.HOURLY),
        day(Granularity.DAILY),
        month(Granularity.MONTHLY);

        private final Granularity granularity;

        Every(Granularity granularity) {
            this.granularity = granularity;
        }
    }

    @Override
    void run() {
        Instant now = Instant.now();
        Instant from = since == null ? every.granularity.floor(now) : since;
        List<UsageFrame> frames =
                engine().account()
                        .usage(
                                new UsageQuery(
                                        List.of(project(in.project).id()),
                                        by == By.branch,
                                        every.granularity,
                                        from,
                                        every.granularity.next(now)));
        output().print(frames, () -> table(frames));
    }

    private Table table(List<UsageFrame> frames) {
        Table table =
                Table.columns("FROM", "BRANCH", "ACTIVE", "CPU", "WRITTEN", "SIZE")
                        .whenEmpty("Nothing was used yet; it is looked at every two seconds.");
        boolean brief = frames.size() > FRAMES_SHOWN;
        frames.stream()
                .filter(frame -> !brief || frame.activeTimeSeconds() > 0)
                .forEach(
                        frame ->
                                table.row(
                                        Moment.local(frame.timeframeStart()),
                                        name(frame),
                                        Amount.duration(
                                                Duration.ofSeconds(frame.activeTimeSeconds())),
                                        Amount.duration(
                                                Duration.ofSeconds(frame.computeTimeSeconds())),
                                        Amount.bytes(frame.writtenDataBytes()),
                                        Amount.bytes(frame.syntheticStorageSizeBytes())));
        return table;
    }

    private static String name(UsageFrame frame) {
        if (frame.branchId() == null) {
            return "all";
        }
        return frame.branchName() == null ? "(gone) " + frame.branchId() : frame.branchName();
    }
}
