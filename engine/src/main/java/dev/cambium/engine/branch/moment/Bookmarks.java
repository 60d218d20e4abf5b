package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Bookmark;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Names for moments. A bookmark keeps nothing alive: when the history window has left it behind, it
 * can be seen and no longer be opened. Thread-safe.
 */
public final class Bookmarks {

    private final EngineParts parts;
    private final Moments moments;

    public Bookmarks(EngineParts parts, Moments moments) {
        this.parts = parts;
        this.moments = moments;
    }

    /** By their moments. */
    public List<Bookmark> of(Branch branch) {
        return parts.catalog().bookmarks(branch.id());
    }

    /**
     * Names a moment.
     *
     * @throws Refusal if the moment cannot be opened, or the name is taken
     */
    public Bookmark create(Branch branch, String name, Moment moment) {
        Instant now = parts.clock().instant();
        TimelineId timeline = Lookup.timelineOf(branch);
        Lsn lsn;
        Instant at;
        if (moment instanceof Moment.Head) {
            FoundMoment present = moments.presentOf(branch);
            lsn = present.lsn();
            at = now;
        } else {
            try (Found found = moments.find(branch, moment)) {
                lsn = found.told().lsn();
                at = found.told().time();
                timeline = found.point().timeline();
            } catch (IOException e) {
                throw Refusal.of(e, "find %s of branch '%s'".formatted(moment, branch.name()));
            }
        }
        Bookmark made =
                new Bookmark(
                        Ids.bookmark(),
                        branch.id(),
                        Names.checked("bookmark", name),
                        timeline,
                        lsn,
                        at,
                        now);
        try {
            parts.catalog().commit(change -> change.put(made));
        } catch (DuplicateNameException e) {
            throw new Refusal(Kind.CONFLICT, "BOOKMARK_EXISTS", String.valueOf(e.getMessage()), e);
        }
        return made;
    }

    /**
     * @param bookmark an id or a name
     */
    public Bookmark delete(Branch branch, String bookmark) {
        Bookmark found =
                of(branch).stream()
                        .filter(b -> b.id().equals(bookmark) || b.name().equals(bookmark))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                Kind.NOT_FOUND,
                                                "BOOKMARK_NOT_FOUND",
                                                "Branch '%s' has no bookmark '%s'. 'cambium bookmarks list' shows those there are."
                                                        .formatted(branch.name(), bookmark)));
        parts.catalog().commit(change -> change.removeBookmark(found.id()));
        return found;
    }
}
