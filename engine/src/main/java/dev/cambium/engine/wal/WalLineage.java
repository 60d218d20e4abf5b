package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the WAL of one history lies: the folders of its ancestors, oldest first, each up to where
 * the next one branched off, and last its own. Immutable.
 *
 * <p>The segment in which a child branched off is the child's own file, so an ancestor is asked
 * only for segments that end at or before the position where the next folder begins. A segment that
 * is no longer in the ancestor's folder is looked for in the younger ones: a child keeps links to
 * those it needed, with the same bytes.
 */
public final class WalLineage {

    private record Span(Path folder, @Nullable Lsn upTo) {}

    private final WalSegments segments;
    private final List<Span> spans;

    private WalLineage(WalSegments segments, List<Span> spans) {
        this.segments = segments;
        this.spans = List.copyOf(spans);
    }

    /** A history that lies in one folder. */
    public static WalLineage of(Path walFolder, WalSegments segments) {
        return new WalLineage(segments, List.of(new Span(walFolder, null)));
    }

    /**
     * The history of a child that branched off this one.
     *
     * @param branchedOff the position up to which the child shares this history
     * @throws IllegalArgumentException if it lies before the last such position
     */
    public WalLineage child(Lsn branchedOff, Path walFolder) {
        List<Span> longer = new ArrayList<>(spans);
        Span last = longer.removeLast();
        Lsn before = longer.isEmpty() ? null : longer.getLast().upTo();
        if (before != null && branchedOff.isBefore(before)) {
            throw new IllegalArgumentException(
                    "a child cannot branch off at "
                            + branchedOff
                            + ", before its parent did at "
                            + before);
        }
        longer.add(new Span(last.folder(), branchedOff));
        longer.add(new Span(walFolder, null));
        return new WalLineage(segments, longer);
    }

    public WalSegments segments() {
        return segments;
    }

    /** The youngest folder: the one that its own Postgres writes to. */
    public Path ownFolder() {
        return spans.getLast().folder();
    }

    /** The file that holds a segment of this history, or null if none of the folders has it. */
    public @Nullable Path find(long segmentNumber) {
        String name = segments.nameOf(segmentNumber);
        for (Span span : spans) {
            Lsn upTo = span.upTo();
            if (upTo != null && segmentNumber >= segments.numberOf(upTo)) {
                continue;
            }
            Path file = span.folder().resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return spans.toString();
    }
}
