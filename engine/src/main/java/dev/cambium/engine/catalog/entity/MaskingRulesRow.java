package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.MaskingRuleSet;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code masking_rules}. */
@Entity
@Table(name = "masking_rules")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class MaskingRulesRow {

    @Id private String id;
    private String projectId;
    private String databaseName;
    private int version;
    @Lob private String yaml;
    private Instant createdAt;

    /** A project, a version and a database are one key. */
    public static String id(MaskingRuleSet rules) {
        return "%s/%d/%s".formatted(rules.projectId(), rules.version(), rules.database());
    }

    public void take(MaskingRuleSet rules) {
        id = id(rules);
        projectId = rules.projectId();
        databaseName = rules.database();
        version = rules.version();
        yaml = rules.yaml();
        createdAt = rules.createdAt();
    }

    public MaskingRuleSet toRecord() {
        return new MaskingRuleSet(projectId, databaseName, version, yaml, createdAt);
    }
}
