package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

/** Our values as columns hold them, null as null. */
final class Values {

    private Values() {}

    static @Nullable Long column(@Nullable Lsn lsn) {
        return lsn == null ? null : lsn.value();
    }

    static @Nullable Lsn lsn(@Nullable Long column) {
        return column == null ? null : new Lsn(column);
    }

    static @Nullable String column(@Nullable TimelineId timeline) {
        return timeline == null ? null : timeline.value();
    }

    static @Nullable TimelineId timeline(@Nullable String column) {
        return column == null ? null : new TimelineId(column);
    }
}
