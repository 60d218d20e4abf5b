package dev.cambium.engine.branch.operation;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.PostgresVersions;
import dev.cambium.engine.compute.TrialStart;
import dev.cambium.engine.gateway.ListenAddresses;
import dev.cambium.engine.journal.Journal;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.Sealing;
import dev.cambium.engine.timeline.StartCheck;
import dev.cambium.engine.timeline.StartNeeds;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What the verbs work with, put together once by the engine's entry.
 *
 * @param listen where clients can come from
 * @param index a folder for the digests of timelines
 * @param work a folder for what is being made, emptied at each start
 */
public record EngineParts(
        Catalog catalog,
        Journal journal,
        Volume volume,
        WalFolders walFolders,
        Sealing sealing,
        Opening opening,
        StartCheck startCheck,
        StartNeeds startNeeds,
        PostgresVersions postgres,
        ComputeFolders computeFolders,
        TrialStart trialStart,
        Happenings happenings,
        ListenAddresses listen,
        Path index,
        Path work,
        Clock clock) {

    /** The Postgres of a project, looked for whenever it is needed. */
    public ComputePlan.Postgres postgresOf(String projectId) {
        return () -> {
            Project project =
                    catalog.project(projectId)
                            .orElseThrow(() -> new ComputeException("Its project is gone."));
            return postgres.of(project.pgMajor(), project.postgresBin());
        };
    }

    /** A plan for a server on a timeline of a project. */
    public ComputePlan plan(
            String projectId, TimelineId timeline, ComputeAddress address, String name) {
        return new ComputePlan(
                timeline,
                volume.dataDirectory(timeline),
                address,
                name,
                postgresOf(projectId),
                computeFolders);
    }
}
