package dev.cambium.engine.catalog.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code engine_setting}. */
@Entity
@Table(name = "engine_setting")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class EngineSettingRow {

    @Id private String name;
    private String value;

    public void take(String newName, String newValue) {
        name = newName;
        value = newValue;
    }

    public String value() {
        return value;
    }
}
