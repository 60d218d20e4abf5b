package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.UsageHourRow;
import dev.cambium.engine.catalog.entity.UsageMarkRow;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the catalog knows of usage. Thread-safe, as the {@link Catalog} it belongs to. */
public final class UsageCatalog {

    private final Catalog catalog;

    UsageCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All there is, oldest first. */
    public List<UsageHour> hours() {
        return Catalog.list(
                catalog.find(UsageHourRow.class).orderBy("beganAt, id"), UsageHourRow::toRecord);
    }

    /** Up to where the WAL of timelines is counted. */
    public Map<TimelineId, Lsn> marks() {
        Map<TimelineId, Lsn> marks = new HashMap<>();
        Catalog.list(catalog.find(UsageMarkRow.class).orderBy("timelineId"), row -> row)
                .forEach(row -> marks.put(row.timeline(), row.lsn()));
        return marks;
    }
}
