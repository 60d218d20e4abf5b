package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Plausible records for the tests. */
public final class Samples {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

    private Samples() {}

    static Project project(String id, String name) {
        return new Project(id, name, 18, null, "owner", "app", 86_400, 10_000_000_000L, NOON, NOON);
    }

    static Branch branch(String id, String projectId, String name, int port) {
        return branch(id, projectId, name, port, false, BranchState.CREATING);
    }

    /** A default branch that is ready. */
    public static Branch defaultBranch(String id, String projectId) {
        return branch(id, projectId, "main", 20_000, true, BranchState.READY);
    }

    private static Branch branch(
            String id,
            String projectId,
            String name,
            int port,
            boolean isDefault,
            BranchState state) {
        return new Branch(
                id,
                projectId,
                name,
                null,
                null,
                isDefault,
                false,
                state,
                "cli",
                port,
                id.replace("br-", "ep-"),
                true,
                null,
                NOON,
                NOON,
                NOON,
                null,
                null);
    }

    public static Timeline timeline(TimelineId id, String projectId) {
        return new Timeline(
                id, projectId, 18, TimelineState.LIVE, null, null, null, NOON, null, null);
    }

    static Image image(String seal, TimelineId timeline, Lsn end) {
        return new Image(
                new dev.cambium.engine.page.SealId(seal),
                timeline,
                ImageKind.REST,
                end.plus(-200),
                end,
                end.plus(-100),
                NOON);
    }

    static Operation operation(String projectId, OperationState state, Instant at) {
        return new Operation(
                UUID.randomUUID(),
                projectId,
                null,
                null,
                "create_branch",
                state,
                Map.of("timeline", "tl-0123456789ab"),
                state == OperationState.FAILED ? "The disk is full." : null,
                at,
                at);
    }
}
