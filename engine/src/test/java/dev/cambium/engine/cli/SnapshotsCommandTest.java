package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.SnapshotUpdate;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;

/** {@code cambium snapshots}: what each verb asks of the engine, and what it prints. */
@NullUnmarked
class SnapshotsCommandTest extends OnCommandLine {

    @BeforeEach
    void aProject() {
        assertThat(cambium("projects", "create", "--name", "shop").code()).isZero();
    }

    @Test
    void oneIsTakenOfTheBranchAtTheMomentThatWasNamed() throws Exception {
        assertThat(cambium("snapshots", "list").out()).contains("no snapshot");
        JsonNode made =
                cambium(
                                "snapshots",
                                "create",
                                "--branch",
                                "main",
                                "--name",
                                "kept",
                                "--slug",
                                "before-release",
                                "--timestamp",
                                "2026-11-20T12:00:00Z",
                                "--expires-at",
                                "2027-01-01T00:00:00Z",
                                "-o",
                                "json")
                        .json();
        assertThat(made.get("name").asText()).isEqualTo("kept");
        assertThat(engine.snapshots().lastRequest())
                .isEqualTo(
                        new NewSnapshot(
                                "kept",
                                "before-release",
                                "2026-11-20T12:00:00Z",
                                Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(cambium("snapshots", "list", "-o", "json").json()).hasSize(1);
        assertThat(cambium("snapshots", "get", "kept").out()).contains("kept", "before-release");
        assertRefused(
                2, "--timestamp", "snapshots", "create", "--lsn", "0/1", "--timestamp", "now");
    }

    @Test
    void itsNameAndItsEndAreChanged() {
        assertThat(cambium("snapshots", "create", "--name", "kept").code()).isZero();
        assertRefused(1, "Say what to change", "snapshots", "update", "kept");
        assertThat(
                        cambium(
                                        "snapshots",
                                        "update",
                                        "kept",
                                        "--name",
                                        "other",
                                        "--clear-expiration")
                                .code())
                .isZero();
        assertThat(engine.snapshots().lastUpdate())
                .isEqualTo(new SnapshotUpdate("other", null, true));
    }

    @Test
    void aScheduleIsSetInOneLineAndEnded() throws Exception {
        JsonNode set =
                cambium(
                                "snapshots",
                                "schedule",
                                "set",
                                "--branch",
                                "main",
                                "--frequency",
                                "daily",
                                "--hour",
                                "3",
                                "--retention",
                                "7d",
                                "-o",
                                "json")
                        .json();
        assertThat(set.get(0).get("retention_seconds").asLong()).isEqualTo(604_800);
        assertThat(cambium("snapshots", "schedule", "get", "--branch", "main").out())
                .contains("daily", "7 d");
        assertThat(cambium("snapshots", "schedule", "set", "--schedule", "[]").out())
                .contains("no snapshots by itself");
        assertRefused(2, "--frequency", "snapshots", "schedule", "set");
        assertRefused(
                2,
                "36h",
                "snapshots",
                "schedule",
                "set",
                "--frequency",
                "daily",
                "--retention",
                "x");
    }

    @Test
    void aRestoreThatTakesAPlaceTellsWhereTheOldContentIs() {
        assertThat(cambium("snapshots", "create", "--name", "kept").code()).isZero();
        assertThat(cambium("snapshots", "restore", "kept", "--finalize").err())
                .contains("What main held is kept as branch main_old_1.", "cambium undo");
        assertRefused(2, "--name", "snapshots", "restore", "kept", "--finalize", "--name", "other");
    }

    @Test
    void itIsDeletedAndTheWayBackIsNamed() {
        assertThat(cambium("snapshots", "create", "--name", "kept").code()).isZero();
        assertThat(cambium("snapshots", "delete", "kept").err()).contains("cambium undo");
        assertRefused(1, "no snapshot 'kept'", "snapshots", "get", "kept");
    }
}
