package dev.cambium.engine.catalog.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.catalog.DeletedSnapshot;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotDatabase;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A row of {@code snapshot}; roles are a JSON object of strings, databases a JSON list. */
@Entity
@Table(name = "snapshot")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class SnapshotRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Id private String id;
    private String projectId;
    private String name;
    private @Nullable String slug;
    private String sourceBranchId;
    private String sourceBranchName;
    private String sourceTimeline;
    private long sourceLsn;
    private Instant momentAt;
    private boolean manual;

    @Enumerated(EnumType.STRING)
    private SnapshotState state;

    private @Nullable String error;
    private String timelineId;
    private long opensAt;
    private @Nullable Long fullSize;
    private String roles;
    private String databases;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant expiresAt;
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

    public DeletedSnapshot toDeleted() {
        return new DeletedSnapshot(
                toRecord(), Objects.requireNonNull(deletedBy), Objects.requireNonNull(deletedAt));
    }

    public void take(Snapshot snapshot) {
        id = snapshot.id();
        projectId = snapshot.projectId();
        name = snapshot.name();
        slug = snapshot.slug();
        sourceBranchId = snapshot.sourceBranchId();
        sourceBranchName = snapshot.sourceBranchName();
        sourceTimeline = snapshot.source().timeline().value();
        sourceLsn = snapshot.source().lsn().value();
        momentAt = snapshot.momentAt();
        manual = snapshot.manual();
        state = snapshot.state();
        error = snapshot.error();
        timelineId = snapshot.timeline().value();
        opensAt = snapshot.opensAt().value();
        fullSize = snapshot.fullSize();
        createdAt = snapshot.createdAt();
        updatedAt = snapshot.updatedAt();
        expiresAt = snapshot.expiresAt();
        try {
            roles = JSON.writeValueAsString(snapshot.roles());
            databases = JSON.writeValueAsString(snapshot.databases());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("strings are always JSON", impossible);
        }
    }

    public Snapshot toRecord() {
        try {
            return new Snapshot(
                    id,
                    projectId,
                    name,
                    slug,
                    sourceBranchId,
                    sourceBranchName,
                    new Point(new TimelineId(sourceTimeline), new Lsn(sourceLsn)),
                    momentAt,
                    manual,
                    state,
                    error,
                    new TimelineId(timelineId),
                    new Lsn(opensAt),
                    fullSize,
                    JSON.readValue(roles, new TypeReference<LinkedHashMap<String, String>>() {}),
                    JSON.readValue(databases, new TypeReference<List<SnapshotDatabase>>() {}),
                    createdAt,
                    updatedAt,
                    expiresAt);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(
                    "the roles or databases of snapshot " + id + " are not JSON", broken);
        }
    }
}
