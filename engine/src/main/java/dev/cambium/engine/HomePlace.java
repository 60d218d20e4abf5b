package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether a home is where it was made. The {@code pg_wal} of its timelines are links that hold its
 * path: the servers of a copy would write their WAL among that of the original, and ruin both.
 */
final class HomePlace {

    private HomePlace() {}

    /**
     * @throws EngineException if a timeline's WAL would be written anywhere but in the home
     */
    static void check(Path home, Volume volume, WalFolders walFolders) throws IOException {
        for (TimelineId timeline : volume.timelines()) {
            Path linked = volume.walFolder(timeline);
            if (!isSame(linked, walFolders.of(timeline))) {
                throw elsewhere(home, linked);
            }
        }
    }

    /** The same path, or two to one folder: a home can be reached by a link, too. */
    private static boolean isSame(Path linked, Path own) throws IOException {
        if (linked.equals(own)) {
            return true;
        }
        try {
            return Files.isSameFile(linked, own);
        } catch (NoSuchFileException moved) {
            return false;
        }
    }

    private static EngineException elsewhere(Path home, Path linked) {
        return new EngineException(
                412,
                "HOME_MOVED",
                "%s was moved or copied here: the WAL of its branches is written to %s. Nothing was changed. Move the home back to where it was made, or serve the original with --home. Databases go to another place with pg_dump or 'cambium export'."
                        .formatted(home, linked));
    }
}
