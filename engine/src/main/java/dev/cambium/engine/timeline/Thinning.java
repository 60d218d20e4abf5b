package dev.cambium.engine.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which images of a timeline may go, so that every moment of the history window still opens
 * and none needs much more replay than the distance allows.
 *
 * <p>A moment opens from the newest image that does not end behind it, by replay from that image's
 * redo position. So an image may go if all moments up to the end of the next one still open from
 * the one before it within the distance. The newest image always stays, and so does the one that
 * the begin of the window opens from.
 */
public final class Thinning {

    private Thinning() {}

    /**
     * @param images of one timeline, by their end
     * @param windowBegins moments before it need not open any more
     * @param replayBytesMax how much WAL an opening may have to replay because an image went
     * @return those that may go, by their end
     */
    public static List<Image> superfluous(
            List<Image> images, Instant windowBegins, long replayBytesMax) {
        List<Image> gone = new ArrayList<>();
        int first = firstNeeded(images, windowBegins);
        gone.addAll(images.subList(0, first));
        if (images.isEmpty()) {
            return gone;
        }
        Image kept = images.get(first);
        for (int i = first + 1; i < images.size() - 1; i++) {
            Image next = images.get(i + 1);
            if (next.end().minus(kept.redo()) <= replayBytesMax) {
                gone.add(images.get(i));
            } else {
                kept = images.get(i);
            }
        }
        return gone;
    }

    /** The last image that was complete when the window begins, or the oldest there is. */
    private static int firstNeeded(List<Image> images, Instant windowBegins) {
        int first = 0;
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).createdAt().isAfter(windowBegins)) {
                first = i;
            }
        }
        return first;
    }
}
