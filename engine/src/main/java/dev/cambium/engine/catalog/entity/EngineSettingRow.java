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
    private String content;

    public void take(String newName, String newContent) {
        name = newName;
        content = newContent;
    }

    public String content() {
        return content;
    }
}
