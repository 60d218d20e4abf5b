package dev.cambium.gui.timeline;

import atlantafx.base.controls.Calendar;
import atlantafx.base.controls.Popover;

import javafx.scene.Node;
import javafx.scene.control.DateCell;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A calendar of the days that the slider can go to; the time of day stays. */
final class DayChooser {

    private final TimelineViewModel timeline;
    private final ZoneId zone = ZoneId.systemDefault();

    DayChooser(TimelineViewModel timeline) {
        this.timeline = timeline;
    }

    void show(Node beside) {
        Instant at = timeline.positionProperty().get().time(timeline.nowProperty().get());
        Stretch whole = timeline.whole();
        LocalDate first = day(whole.from());
        LocalDate last = day(whole.to());
        Calendar calendar = new Calendar(day(at));
        calendar.setId("day-chooser");
        calendar.setDayCellFactory(
                shown ->
                        new DateCell() {
                            @Override
                            public void updateItem(LocalDate item, boolean empty) {
                                super.updateItem(item, empty);
                                setDisable(empty || item.isBefore(first) || item.isAfter(last));
                            }
                        });
        Popover popover = new Popover(calendar);
        popover.setDetachable(false);
        popover.setHeaderAlwaysVisible(false);
        popover.setArrowLocation(Popover.ArrowLocation.BOTTOM_CENTER);
        calendar.valueProperty()
                .addListener(
                        (property, before, after) -> {
                            if (after != null) {
                                popover.hide();
                                go(after, at, whole);
                            }
                        });
        popover.show(beside);
    }

    private LocalDate day(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    private void go(LocalDate day, Instant at, Stretch whole) {
        Instant meant = at.atZone(zone).with(day).toInstant();
        timeline.goTo(meant.isBefore(whole.from()) ? whole.from() : meant);
    }
}
