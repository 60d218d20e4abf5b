package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.ReadOnlyEndpoint;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code read_only_endpoint}. */
@Entity
@Table(name = "read_only_endpoint")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class ReadOnlyEndpointRow {

    @Id private String id;
    private String branchId;
    private @Nullable String name;
    private int port;
    private Instant createdAt;
    private Instant updatedAt;

    public void take(ReadOnlyEndpoint endpoint) {
        id = endpoint.id();
        branchId = endpoint.branchId();
        name = endpoint.name();
        port = endpoint.port();
        createdAt = endpoint.createdAt();
        updatedAt = endpoint.updatedAt();
    }

    public String id() {
        return id;
    }

    public ReadOnlyEndpoint toRecord() {
        return new ReadOnlyEndpoint(id, branchId, name, port, createdAt, updatedAt);
    }
}
