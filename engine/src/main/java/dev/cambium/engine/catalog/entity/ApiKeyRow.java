package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.ApiKeyDigest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code api_key}. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class ApiKeyRow {

    @Id private long id;
    private String name;
    private String digest;
    private Instant createdAt;

    public void take(ApiKeyDigest key) {
        id = key.id();
        name = key.name();
        digest = key.digest();
        createdAt = key.createdAt();
    }

    public ApiKeyDigest toRecord() {
        return new ApiKeyDigest(id, name, digest, createdAt);
    }
}
