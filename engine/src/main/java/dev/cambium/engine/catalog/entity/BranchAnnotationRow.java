package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.BranchAnnotation;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;

import java.time.Instant;

/** A row of {@code branch_annotation}. */
@Entity
@Table(name = "branch_annotation")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class BranchAnnotationRow {

    @Id private String branchId;
    @Lob private String words;
    private Instant createdAt;

    public void take(BranchAnnotation annotation) {
        branchId = annotation.branchId();
        words = StringMap.column(annotation.words());
        createdAt = annotation.createdAt();
    }

    public BranchAnnotation toRecord() {
        return new BranchAnnotation(branchId, StringMap.map(words), createdAt);
    }
}
