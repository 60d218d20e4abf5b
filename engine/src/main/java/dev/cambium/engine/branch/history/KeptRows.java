package dev.cambium.engine.branch.history;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of the catalog that say what of branches can be opened, for lists: after a few branches
 * that were asked for since the last commit, the rows of all are read at once and serve until the
 * next commit. Thread-safe.
 */
public final class KeptRows {

    /** Three queries for each of so many take as long as three for a thousand branches. */
    private static final int ONE_BY_ONE_MAX = 8;

    private final Catalog catalog;
    private volatile @Nullable All all;
    private long countedAt = -1;
    private int count;

    /** All rows, as they were at a state of the catalog. */
    private record All(
            long changes,
            Map<String, List<Tenure>> tenures,
            Map<TimelineId, Timeline> timelines,
            Map<TimelineId, List<Image>> images) {}

    public KeptRows(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The tenures of a branch, in order. */
    public List<Tenure> tenures(String branchId) {
        All known = all();
        return known == null
                ? catalog.tenures(branchId)
                : known.tenures().getOrDefault(branchId, List.of());
    }

    public @Nullable Timeline timeline(TimelineId id) {
        All known = all();
        return known == null ? catalog.timeline(id).orElse(null) : known.timelines().get(id);
    }

    /** The images of a timeline, by their end. */
    public List<Image> images(TimelineId id) {
        All known = all();
        return known == null ? catalog.images(id) : known.images().getOrDefault(id, List.of());
    }

    /** To be called once for each branch that is asked for. */
    public void oneMore() {
        long changes = catalog.changes(); // before what is read: rows may be newer, never older
        All known = all;
        if (known != null && known.changes() == changes) {
            return;
        }
        synchronized (this) {
            count = countedAt == changes ? count + 1 : 1;
            countedAt = changes;
            if (count <= ONE_BY_ONE_MAX) {
                return;
            }
        }
        all =
                new All(
                        changes,
                        catalog.tenures().stream().collect(Collectors.groupingBy(Tenure::branchId)),
                        catalog.timelines().stream()
                                .collect(Collectors.toMap(Timeline::id, Function.identity())),
                        catalog.images().stream().collect(Collectors.groupingBy(Image::timeline)));
    }

    private @Nullable All all() {
        All known = all;
        return known != null && known.changes() == catalog.changes() ? known : null;
    }
}
