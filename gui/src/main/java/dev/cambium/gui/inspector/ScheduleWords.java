package dev.cambium.gui.inspector;

import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Says when a branch gets snapshots by itself. */
final class ScheduleWords {

    private ScheduleWords() {}

    static String of(List<ScheduleItem> schedule) {
        return schedule.stream().map(ScheduleWords::line).collect(Collectors.joining("; "));
    }

    private static String line(ScheduleItem item) {
        String hour =
                item.hour() == null
                        ? item.frequency()
                        : Text.get("schedule.line.hour", item.frequency(), item.hour());
        Long kept = item.retentionSeconds();
        if (kept == null) {
            return hour;
        }
        Duration stays = Duration.ofSeconds(kept);
        return Text.get(
                "schedule.line.kept",
                hour,
                stays.toDays() > 0
                        ? Text.get("schedule.line.days", stays.toDays())
                        : Figures.duration(stays));
    }
}
