package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.Project;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A row of {@code project}. */
@Entity
@Table(name = "project")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class ProjectRow {

    @Id private String id;
    private String name;
    private int pgMajor;
    private @Nullable String postgresBin;
    private String roleName;
    private @Nullable String defaultDatabase;
    private long historyRetentionSeconds;
    private long historyMaxBytes;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable UUID deletedBy;
    private @Nullable Instant deletedAt;

    /** Empty, or the id again: so that the names of deleted ones are free. */
    @SuppressWarnings("UnusedVariable") // queries ask for it
    private String deletedId = "";

    public void delete(UUID operation, Instant at) {
        deletedBy = operation;
        deletedAt = at;
        deletedId = id;
    }

    public void undelete() {
        deletedBy = null;
        deletedAt = null;
        deletedId = "";
    }

    public DeletedProject toDeleted() {
        return new DeletedProject(
                toRecord(), Objects.requireNonNull(deletedBy), Objects.requireNonNull(deletedAt));
    }

    public void take(Project project) {
        id = project.id();
        name = project.name();
        pgMajor = project.pgMajor();
        postgresBin = project.postgresBin();
        roleName = project.roleName();
        defaultDatabase = project.defaultDatabase();
        historyRetentionSeconds = project.historyRetentionSeconds();
        historyMaxBytes = project.historyMaxBytes();
        createdAt = project.createdAt();
        updatedAt = project.updatedAt();
    }

    public Project toRecord() {
        return new Project(
                id,
                name,
                pgMajor,
                postgresBin,
                roleName,
                defaultDatabase,
                historyRetentionSeconds,
                historyMaxBytes,
                createdAt,
                updatedAt);
    }
}
