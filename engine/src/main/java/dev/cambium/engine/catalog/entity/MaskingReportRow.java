package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.page.TimelineId;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;

/** A row of {@code masking_report}. */
@Entity
@Table(name = "masking_report")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class MaskingReportRow {

    @Id private String timelineId;
    @Lob private String report;

    public void take(TimelineId timeline, String newReport) {
        timelineId = timeline.value();
        report = newReport;
    }

    public String report() {
        return report;
    }
}
