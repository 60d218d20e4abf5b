package dev.cambium.engine.layer;

import java.util.List;

/**
 * Decides which layers of a run are merged: a layer together with all above it, as soon as those
 * hold half as much as it does.
 *
 * <p>So a byte is copied again only when what it lies in grows by half, and of the layers that are
 * left each holds more than twice what lies above: the depth of a run is at most the logarithm to
 * base 3 of its size. What is superseded, but still kept, is less than half of what is needed.
 */
final class MergeRule {

    /** Smaller ones count as if they had this: a layer costs a folder, a log, a look per read. */
    static final long LEAST_BYTES = 1 << 20;

    private static final long RATIO = 2;

    private MergeRule() {}

    /**
     * @param newestFirst the sizes of a run
     * @return how many of them, from the newest on, shall become one; 0 if none
     */
    static int due(List<Long> newestFirst) {
        long above = 0;
        int due = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            long bytes = Math.max(LEAST_BYTES, newestFirst.get(i));
            if (i > 0 && bytes <= RATIO * above) {
                due = i + 1;
            }
            above += bytes;
        }
        return due;
    }
}
