package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Bookmark;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code bookmark}. */
@Entity
@Table(name = "bookmark")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class BookmarkRow {

    @Id private String id;
    private String branchId;
    private String name;
    private String timelineId;
    private long lsn;
    private Instant momentAt;
    private Instant createdAt;

    public void take(Bookmark bookmark) {
        id = bookmark.id();
        branchId = bookmark.branchId();
        name = bookmark.name();
        timelineId = bookmark.timeline().value();
        lsn = bookmark.lsn().value();
        momentAt = bookmark.at();
        createdAt = bookmark.createdAt();
    }

    public Bookmark toRecord() {
        return new Bookmark(
                id, branchId, name, new TimelineId(timelineId), new Lsn(lsn), momentAt, createdAt);
    }
}
