package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;

/**
 * The files of a point on a timeline of their own, for a server whose work need not last. The
 * catalog knows that timeline as PASSING from before its first file until after its last, so that a
 * killed engine leaves nothing behind. Its methods are called by one thread at a time.
 */
public final class PassingCopy {

    private final EngineParts parts;
    private final TimelineId timeline = Ids.timeline();

    public PassingCopy(EngineParts parts) {
        this.parts = parts;
    }

    public TimelineId timeline() {
        return timeline;
    }

    /**
     * Makes the files.
     *
     * @param from the point and the image it opens from; the caller's to close
     */
    public void make(Project project, Lease from) throws IOException {
        parts.catalog()
                .commit(
                        change ->
                                change.put(
                                        Timelines.passing(
                                                timeline,
                                                project,
                                                from.point(),
                                                parts.clock().instant())));
        from.open(parts.opening(), timeline);
    }

    /**
     * Deletes what was made, if anything; its server must have ended.
     *
     * @param note belongs to the same commit; null for none
     */
    public void throwAway(@Nullable Operation note) throws IOException {
        delete(parts, timeline);
        parts.catalog()
                .commit(
                        change -> {
                            change.removeTimeline(timeline);
                            if (note != null) {
                                change.put(note);
                            }
                        });
    }

    /** Deletes what a killed engine left; to be called before anyone is served. */
    public static void throwAwayLeftOver(EngineParts parts) throws IOException {
        for (Timeline timeline : parts.catalog().timelines()) {
            switch (timeline.state()) {
                case PASSING -> {
                    delete(parts, timeline.id());
                    parts.catalog().commit(change -> change.removeTimeline(timeline.id()));
                }
                case OPENING, LIVE, TRASHED, SNAPSHOT -> {}
            }
        }
    }

    private static void delete(EngineParts parts, TimelineId timeline) throws IOException {
        parts.opening().discard(timeline);
        Files.deleteIfExists(parts.computeFolders().logs().resolve(timeline + ".log"));
        Files.deleteIfExists(parts.computeFolders().logs().resolve(timeline + ".log.1"));
    }
}
