package dev.cambium.engine.catalog.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.catalog.EndpointSettings;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A row of {@code endpoint_settings}; settings are a JSON object of strings, libraries a JSON list.
 */
@Entity
@Table(name = "endpoint_settings")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class EndpointSettingsRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Id private String ownerId;
    private long suspendTimeoutSeconds;
    private long poolTimeoutSeconds;
    private String pgSettings;
    private String preloadLibraries;
    private Instant updatedAt;

    public void take(EndpointSettings settings) {
        ownerId = settings.ownerId();
        suspendTimeoutSeconds = settings.suspendTimeoutSeconds();
        poolTimeoutSeconds = settings.poolTimeoutSeconds();
        updatedAt = settings.updatedAt();
        try {
            pgSettings = JSON.writeValueAsString(settings.pgSettings());
            preloadLibraries = JSON.writeValueAsString(settings.preloadLibraries());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("strings are always JSON", impossible);
        }
    }

    public EndpointSettings toRecord() {
        try {
            return new EndpointSettings(
                    ownerId,
                    suspendTimeoutSeconds,
                    poolTimeoutSeconds,
                    JSON.readValue(pgSettings, new TypeReference<Map<String, String>>() {}),
                    JSON.readValue(preloadLibraries, new TypeReference<List<String>>() {}),
                    updatedAt);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(
                    "the settings of endpoint " + ownerId + " are not JSON", broken);
        }
    }
}
