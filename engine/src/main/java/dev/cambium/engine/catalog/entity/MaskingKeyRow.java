package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.MaskingKey;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code masking_key}. */
@Entity
@Table(name = "masking_key")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class MaskingKeyRow {

    @Id private String projectId;
    private String secret;
    private Instant createdAt;

    public void take(MaskingKey key) {
        projectId = key.projectId();
        secret = key.secret();
        createdAt = key.createdAt();
    }

    public MaskingKey toRecord() {
        return new MaskingKey(projectId, secret, createdAt);
    }
}
