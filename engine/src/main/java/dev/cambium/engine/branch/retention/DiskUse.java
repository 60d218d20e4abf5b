package dev.cambium.engine.branch.retention;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.DeletedSnapshot;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.volume.Together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What all of a project takes on disk: its branches, their pasts, its snapshots and its trash, what
 * they share counted once. Looks at every segment, so it is for those who ask, not for lists.
 * Thread-safe.
 */
public final class DiskUse {

    /**
     * What a project takes, and what of it the trash holds.
     *
     * @param dataBytes of all that Postgres' data folders need, their past included
     * @param walBytes of all segments
     * @param trashBytes the part of both that is free once the trash is emptied
     */
    public record OfProject(long dataBytes, long walBytes, long trashBytes) {}

    private final EngineParts parts;

    public DiskUse(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * Measures now.
     *
     * @param project a living one or a deleted one
     * @throws UncheckedIOException if a file cannot be looked at
     */
    public OfProject of(Project project) {
        List<Timeline> all =
                parts.catalog().timelines().stream()
                        .filter(timeline -> timeline.projectId().equals(project.id()))
                        .toList();
        Set<TimelineId> everything = all.stream().map(Timeline::id).collect(Collectors.toSet());
        Set<TimelineId> trash =
                all.stream()
                        .filter(timeline -> timeline.state() == TimelineState.TRASHED)
                        .map(Timeline::id)
                        .collect(Collectors.toCollection(HashSet::new));
        parts.catalog().snapshots().deleted().stream()
                .map(DeletedSnapshot::snapshot)
                .filter(snapshot -> snapshot.projectId().equals(project.id()))
                .forEach(snapshot -> trash.add(snapshot.timeline()));
        try {
            return new OfProject(
                    data(everything).takenBytes(),
                    parts.walFolders().together(everything).takenBytes(),
                    data(trash).ownBytes() + parts.walFolders().together(trash).ownBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of seals those that are images of these timelines alone: others would stay. */
    private Together data(Set<TimelineId> timelines) throws IOException {
        Set<SealId> theirs = new HashSet<>();
        Set<SealId> others = new HashSet<>();
        for (Image image : parts.catalog().images()) {
            (timelines.contains(image.timeline()) ? theirs : others).add(image.seal());
        }
        theirs.removeAll(others);
        return parts.volume().together(timelines, theirs);
    }
}
