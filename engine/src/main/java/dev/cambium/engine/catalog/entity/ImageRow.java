package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code image}. */
@Entity
@Table(name = "image")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class ImageRow {

    @Id private long id;
    private String sealId;
    private String timelineId;

    @Enumerated(EnumType.STRING)
    private ImageKind kind;

    private long redoLsn;
    private long endLsn;
    private long lastRecordStart;
    private Instant createdAt;

    public void take(Image image) {
        sealId = image.seal().value();
        timelineId = image.timeline().value();
        kind = image.kind();
        redoLsn = image.redo().value();
        endLsn = image.end().value();
        lastRecordStart = image.lastRecordStart().value();
        createdAt = image.createdAt();
    }

    public Image toRecord() {
        return new Image(
                new SealId(sealId),
                new TimelineId(timelineId),
                kind,
                new Lsn(redoLsn),
                new Lsn(endLsn),
                new Lsn(lastRecordStart),
                createdAt);
    }
}
