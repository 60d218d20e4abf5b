package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.KnownDatabase;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code known_database}. */
@Entity
@Table(name = "known_database")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class KnownDatabaseRow {

    @Id private @Nullable Long id;
    private String branchId;
    private long oid;
    private String name;
    private String ownerName;
    private Instant createdAt;

    public void take(KnownDatabase database) {
        branchId = database.branchId();
        oid = database.oid();
        name = database.name();
        ownerName = database.ownerName();
        createdAt = database.createdAt();
    }

    public KnownDatabase toRecord() {
        return new KnownDatabase(branchId, oid, name, ownerName, createdAt);
    }
}
