package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.SchemaSource;
import dev.cambium.engine.page.Lsn;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code schema_source}. */
@Entity
@Table(name = "schema_source")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class SchemaSourceRow {

    @Id private String branchId;
    private String sourceId;
    private String sourceName;
    private long lsn;
    private Instant momentAt;

    public void take(SchemaSource source) {
        branchId = source.branchId();
        sourceId = source.sourceId();
        sourceName = source.sourceName();
        lsn = source.lsn().value();
        momentAt = source.at();
    }

    public SchemaSource toRecord() {
        return new SchemaSource(branchId, sourceId, sourceName, new Lsn(lsn), momentAt);
    }
}
