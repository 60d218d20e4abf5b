package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.compute.PostgresBinaries;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.NotAnImageException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The empty database server that every project is opened from: initdb is run once per Postgres and
 * home. Its seal, taken last, says that it is whole.
 */
public final class Template {

    private final EngineParts parts;

    public Template(EngineParts parts) {
        this.parts = parts;
    }

    /** Whether a timeline or seal of this name is some version's template. */
    public static boolean isTemplate(String id) {
        return id.startsWith("tl-template-") || id.startsWith("sl-template-");
    }

    /** The rest that new projects open; made now if there is none. */
    synchronized Image image(PostgresBinaries binaries) throws IOException {
        TimelineId timeline = new TimelineId("tl-template-" + binaries.word());
        SealId seal = new SealId("sl-template-" + binaries.word());
        try {
            if (!parts.volume().seals().contains(seal)) {
                make(binaries, timeline, seal);
            }
            return parts.sealing().imageOf(timeline, seal);
        } catch (NotAnImageException e) {
            throw new IOException("the template is damaged: " + e.getMessage(), e);
        }
    }

    private void make(PostgresBinaries binaries, TimelineId timeline, SealId seal)
            throws IOException, NotAnImageException {
        parts.opening().discard(timeline); // what a killed engine left half made
        Path folder = parts.work().resolve("initdb");
        Folders.deleteTree(folder);
        try {
            InitDb.run(binaries, folder);
            Path walFolder = parts.walFolders().create(timeline);
            copySegments(folder.resolve("pg_wal"), walFolder);
            parts.walFolders().sync();
            parts.volume().create(timeline, folder, walFolder);
            parts.sealing().seal(timeline, seal);
            parts.volume().delete(timeline);
        } finally {
            Folders.deleteTree(folder);
        }
    }

    private static void copySegments(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = to.resolve(file.getFileName().toString());
                Files.copy(file, copy);
                try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        Folders.sync(to);
    }
}
