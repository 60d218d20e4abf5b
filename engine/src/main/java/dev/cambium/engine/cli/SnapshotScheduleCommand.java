package dev.cambium.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.ScheduleItem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cambium snapshots schedule}. */
@Command(name = "schedule", header = "See and say when a branch gets snapshots by itself.")
final class SnapshotScheduleCommand extends NounCommand {

    private static final Pattern RETENTION = Pattern.compile("(\\d{1,9})([smhdw]?)");

    @Override
    List<Class<?>> verbs() {
        return List.of(Get.class, Set.class);
    }

    @Command(name = "get", header = "Show the schedule of a branch.")
    static final class Get extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Override
        void run() {
            String project = project(in.project).id();
            List<ScheduleItem> schedule =
                    engine().snapshots().schedule(project, on.orDefault(engine(), project));
            output().print(schedule, () -> table(schedule));
        }
    }

    @Command(
            name = "set",
            header = "Give a branch another schedule.",
            description = {
                "",
                "All times are in UTC. A run that was missed while the engine did not run",
                "is made up for when it starts. --schedule '[]' ends a schedule.",
                ""
            })
    static final class Set extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Option(
                names = "--frequency",
                paramLabel = "HOW-OFTEN",
                description = "hourly, daily, weekly, monthly or yearly.")
        private @Nullable String frequency;

        @Option(names = "--hour", paramLabel = "0-23", description = "Of the day, in UTC.")
        private @Nullable Integer hour;

        @Option(
                names = "--day",
                paramLabel = "DAY",
                description = "Of the week, 1 (Monday) to 7, or of the month.")
        private @Nullable Integer day;

        @Option(names = "--month", paramLabel = "1-12", description = "Of the year.")
        private @Nullable Integer month;

        @Option(
                names = "--retention",
                paramLabel = "TIME",
                description = "How long they are kept: seconds, or such as 36h, 7d, 4w.")
        private @Nullable String retention;

        @Option(
                names = "--schedule",
                paramLabel = "JSON",
                description = "All lines at once, as the API has them.")
        private @Nullable String json;

        @Override
        void run() {
            List<ScheduleItem> wished = wished();
            String project = project(in.project).id();
            String branch = on.orDefault(engine(), project);
            engine().snapshots().setSchedule(project, branch, wished);
            List<ScheduleItem> schedule = engine().snapshots().schedule(project, branch);
            output().print(schedule, () -> table(schedule));
        }

        private List<ScheduleItem> wished() {
            if ((json == null) == (frequency == null)) {
                throw new WrongUsage("Give one line with --frequency, or all with --schedule.");
            }
            if (frequency != null) {
                return List.of(new ScheduleItem(frequency, hour, day, month, seconds(retention)));
            }
            try {
                return ApiJson.mapper().readValue(json, new TypeReference<List<ScheduleItem>>() {});
            } catch (JsonProcessingException e) {
                throw new WrongUsage(
                        "--schedule takes a JSON list such as [{\"frequency\":\"daily\",\"hour\":3}]: %s"
                                .formatted(e.getOriginalMessage()));
            }
        }
    }

    private static @Nullable Long seconds(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher parts = RETENTION.matcher(text.strip());
        if (!parts.matches()) {
            throw new WrongUsage(
                    "'%s' is no time to keep something for; write such as 36h, 7d or 4w."
                            .formatted(text));
        }
        long unit =
                switch (parts.group(2)) {
                    case "m" -> 60;
                    case "h" -> 3_600;
                    case "d" -> 86_400;
                    case "w" -> 604_800;
                    default -> 1; // seconds, also when no unit is named
                };
        return Long.parseLong(parts.group(1)) * unit;
    }

    private static Table table(List<ScheduleItem> schedule) {
        Table table =
                Table.columns("FREQUENCY", "HOUR", "DAY", "MONTH", "KEPT")
                        .whenEmpty("The branch gets no snapshots by itself.");
        schedule.forEach(
                item ->
                        table.row(
                                item.frequency(),
                                text(item.hour()),
                                text(item.day()),
                                text(item.month()),
                                kept(item.retentionSeconds())));
        return table;
    }

    private static String text(@Nullable Integer value) {
        return value == null ? "-" : value.toString();
    }

    private static String kept(@Nullable Long seconds) {
        if (seconds == null) {
            return "until deleted";
        }
        return seconds % 86_400 == 0
                ? seconds / 86_400 + " d"
                : Amount.duration(Duration.ofSeconds(seconds));
    }
}
