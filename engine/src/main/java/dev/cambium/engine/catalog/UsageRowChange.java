package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.UsageHourRow;
import dev.cambium.engine.catalog.entity.UsageMarkRow;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/** Changes of usage, in the transaction of a {@link RowChange}. */
final class UsageRowChange implements UsageChange {

    private final RowChange rows;

    UsageRowChange(RowChange rows) {
        this.rows = rows;
    }

    @Override
    public void put(UsageHour hour) {
        rows.put(
                rows.find(UsageHourRow.class)
                        .where()
                        .idEq(UsageHourRow.id(hour.branchId(), hour.hour()))
                        .query(),
                UsageHourRow::new,
                row -> row.take(hour));
    }

    @Override
    public void remove(String branchId, Instant hour) {
        rows.find(UsageHourRow.class).where().idEq(UsageHourRow.id(branchId, hour)).delete();
    }

    @Override
    public void putMark(TimelineId timeline, Lsn lsn) {
        rows.put(
                rows.find(UsageMarkRow.class).where().idEq(timeline.value()).query(),
                UsageMarkRow::new,
                row -> row.take(timeline, lsn));
    }

    @Override
    public void removeMark(TimelineId timeline) {
        rows.find(UsageMarkRow.class).where().idEq(timeline.value()).delete();
    }
}
