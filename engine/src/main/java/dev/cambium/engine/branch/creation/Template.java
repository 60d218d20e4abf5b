package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.compute.PostgresBinaries;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.NotAnImageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The database server that every project is opened from, with the role and the empty database of a
 * new project: it is made once per Postgres and home. Its seal, taken last, says that it is whole.
 * Thread-safe.
 */
public final class Template {

    private static final Logger log = LoggerFactory.getLogger(Template.class);

    /**
     * Part of its name: templates of the first form had no role and no database, and are still in
     * homes that were made then, below their projects.
     */
    private static final String FORM = "-2";

    /**
     * How soon somebody is heard who waits for another's template and does not want it any more.
     */
    private static final int LOOK_MILLIS = 50;

    private final EngineParts parts;

    /** Held by the one who makes a template; all others wait for it, and then have it too. */
    private final ReentrantLock making = new ReentrantLock();

    private volatile boolean closing;

    public Template(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * Makes the template of the version that projects have unless told otherwise, if there is none,
     * so that nobody waits for it. A failure is told to the one who needs it.
     */
    public void prepare() {
        try {
            image(parts.postgres().byDefault(), () -> {});
        } catch (IOException | RuntimeException e) {
            log.info("The template was not made ahead: {}", e.getMessage());
        }
    }

    /** Ends what is being made and waits until nothing of it is left; none is made any more. */
    @SuppressWarnings("LockNotBeforeTry") // there is nothing to do but wait
    public void close() {
        closing = true;
        making.lock();
        making.unlock();
    }

    private void requireOpen() {
        if (closing) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "ENGINE_STOPS", "The engine is stopping.");
        }
    }

    /** Whether a timeline or seal of this name is some version's template. */
    public static boolean isTemplate(String id) {
        return id.startsWith("tl-template-") || id.startsWith("sl-template-");
    }

    /**
     * The rest that new projects open; made now if there is none, which takes seconds.
     *
     * @param requireWanted is asked again and again meanwhile; when it throws, nothing is left of a
     *     template that is not whole, and the next who needs one makes it
     */
    Image image(PostgresBinaries binaries, Runnable requireWanted) throws IOException {
        Runnable wantedAndOpen =
                () -> {
                    requireOpen();
                    requireWanted.run();
                };
        enter(wantedAndOpen);
        try {
            requireOpen();
            return found(binaries, wantedAndOpen);
        } finally {
            making.unlock();
        }
    }

    private void enter(Runnable requireWanted) throws IOException {
        try {
            while (!making.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                requireWanted.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the template", e);
        }
    }

    private Image found(PostgresBinaries binaries, Runnable requireWanted) throws IOException {
        TimelineId timeline = new TimelineId("tl-template-" + binaries.word() + FORM);
        SealId seal = new SealId("sl-template-" + binaries.word() + FORM);
        try {
            if (!parts.volume().seals().contains(seal)) {
                requireWanted.run();
                make(binaries, timeline, seal, requireWanted);
            }
            return parts.sealing().imageOf(timeline, seal);
        } catch (NotAnImageException e) {
            throw new IOException("the template is damaged: " + e.getMessage(), e);
        }
    }

    private void make(
            PostgresBinaries binaries, TimelineId timeline, SealId seal, Runnable requireWanted)
            throws IOException, NotAnImageException {
        parts.opening().discard(timeline); // what a killed engine left half made
        Path folder = parts.work().resolve("initdb");
        Folders.deleteTree(folder);
        try {
            InitDb.withRoleAndDatabase(binaries, folder, requireWanted);
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
