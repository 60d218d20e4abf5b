package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.NameReader;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.digest.NameChange;
import dev.cambium.engine.wal.digest.TimelineDigest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The digests of all timelines: follows those whose computes run, reads the names that they ask
 * for, and opens others when someone asks. Thread-safe.
 *
 * <p>Names are read over the engine's own way in, which keeps no branch awake; when the compute
 * stops meanwhile, the reading is given up and made at the next start.
 */
public final class Digests implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Digests.class);

    /** Soon enough for whoever watches the slider; a look without news costs microseconds. */
    private static final long MILLIS_BETWEEN = 1_000;

    /** Some 20 ms of reading: nobody who asks waits longer for the reader. */
    private static final long HELPING_BYTES = 8L << 20;

    /** How much of one timeline is read before another has its turn. */
    private static final int HELPINGS_PER_TURN = 16;

    private static final long IDLE_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

    private static final class Held {
        final TimelineDigest digest;
        long usedNanos = System.nanoTime();

        Held(TimelineDigest digest) {
            this.digest = digest;
        }
    }

    private final EngineParts parts;
    private final Computes computes;
    private final Map<TimelineId, Held> open = new HashMap<>();
    private final Set<TimelineId> ran = new HashSet<>();
    private boolean closed;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("wal-digest").factory());

    public Digests(EngineParts parts, Computes computes) throws IOException {
        this.parts = parts;
        this.computes = computes;
        Files.createDirectories(parts.index());
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::turn, MILLIS_BETWEEN, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(this::sweep, 1, 600, TimeUnit.SECONDS);
    }

    /** The digest of a timeline, opened if need be; empty if the timeline is not there any more. */
    public Optional<TimelineDigest> of(TimelineId timeline) throws IOException {
        synchronized (open) {
            if (closed) {
                return Optional.empty();
            }
            Held held = open.get(timeline);
            if (held == null) {
                Timeline known = parts.catalog().timeline(timeline).orElse(null);
                if (known == null || Files.notExists(parts.walFolders().of(timeline))) {
                    return Optional.empty();
                }
                held = new Held(begin(known));
                open.put(timeline, held);
            }
            held.usedNanos = System.nanoTime();
            return Optional.of(held.digest);
        }
    }

    /**
     * Reads WAL that is new, for someone who waits.
     *
     * @param helpings at most so many; each takes some 20 ms
     * @return whether all was read
     */
    public static boolean catchUp(TimelineDigest digest, int helpings) throws IOException {
        for (int i = 0; i < helpings; i++) {
            if (digest.catchUp(HELPING_BYTES)) {
                return true;
            }
        }
        return false;
    }

    /** A place near a time from which on it may be searched, if the digest knows one. */
    public Optional<Lsn> borderBefore(TimelineId timeline, Instant time) throws IOException {
        Optional<TimelineDigest> digest = of(timeline);
        return digest.isEmpty() ? Optional.empty() : digest.get().borderBefore(time);
    }

    /** Reads the names that a digest asks for, if the branch's compute runs. */
    public void readNames(String branchId, TimelineDigest digest) {
        Set<Long> wanted = digest.databasesToRead();
        Console console =
                wanted.isEmpty() ? null : computes.consoleIfRunning(branchId).orElse(null);
        if (console == null) {
            return;
        }
        try {
            Map<Long, String> databases;
            try (Connection connection = console.connect("postgres")) {
                databases = NameReader.databases(connection);
            }
            for (long oid : wanted) {
                String name = databases.get(oid);
                if (name == null) {
                    digest.forget(oid);
                } else {
                    readNames(console, name, digest);
                }
            }
        } catch (SQLException | IOException e) {
            log.debug("The names of {} were not read this time", digest.timeline(), e);
        }
    }

    private static void readNames(Console console, String database, TimelineDigest digest)
            throws SQLException, IOException {
        try (Connection connection = console.connect(database)) {
            var reading = NameReader.read(connection);
            // What the names changed with shall be known before they are.
            if (catchUp(digest, HELPINGS_PER_TURN)) {
                digest.take(reading);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                log.info("The reader of WAL is still busy; its digests are closed all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (open) {
            closed = true;
            open.values().forEach(held -> finish(held.digest, true));
            open.clear();
        }
    }

    private void turn() {
        try {
            Map<String, TimelineId> running = computes.running();
            running.forEach(this::follow);
            // What a compute wrote before it stopped.
            Set<TimelineId> stopped = new HashSet<>(ran);
            stopped.removeAll(running.values());
            stopped.forEach(timeline -> follow(null, timeline));
            ran.clear();
            ran.addAll(running.values());
            letGo();
        } catch (RuntimeException e) {
            log.warn("WAL could not be digested this time", e);
        }
    }

    private void follow(@Nullable String branchId, TimelineId timeline) {
        try {
            Optional<TimelineDigest> found = of(timeline);
            if (found.isPresent() && catchUp(found.get(), HELPINGS_PER_TURN) && branchId != null) {
                readNames(branchId, found.get());
            }
        } catch (IOException e) {
            log.debug("The WAL of {} could not be digested this time", timeline, e);
        }
    }

    private void letGo() {
        synchronized (open) {
            long now = System.nanoTime();
            open.values()
                    .removeIf(
                            held -> {
                                boolean idle = now - held.usedNanos > IDLE_NANOS_MAX;
                                if (idle) {
                                    finish(held.digest, false);
                                }
                                return idle;
                            });
        }
    }

    /** Takes away the digests of timelines that are no more. */
    private void sweep() {
        try (Stream<Path> files = Files.list(parts.index())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (TimelineId.isId(name)
                        && parts.catalog().timeline(new TimelineId(name)).isEmpty()) {
                    forget(new TimelineId(name));
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.debug("The digests could not be swept this time", e);
        }
    }

    private void forget(TimelineId timeline) {
        synchronized (open) {
            Held held = open.remove(timeline);
            if (held != null) {
                finish(held.digest, false);
            }
        }
    }

    private static void finish(TimelineDigest digest, boolean last) {
        try (digest) {
            if (last) {
                catchUp(digest, 2);
            }
        } catch (IOException e) {
            log.debug("The digest of {} was not finished", digest.timeline(), e);
        }
    }

    private TimelineDigest begin(Timeline timeline) throws IOException {
        TimelineId id = timeline.id();
        ControlFile control = ControlFile.parse(parts.volume().read(id, ControlFile.PATH));
        Lsn birth = timeline.parentLsn() == null ? Lsn.ZERO : timeline.parentLsn();
        Instant bornAt = timeline.createdAt();
        return TimelineDigest.open(
                id,
                parts.index().resolve(id.value()),
                new WalFolder(parts.walFolders().of(id), control.segments()),
                birth,
                bornAt,
                parts.clock(),
                () -> inherited(timeline));
    }

    /** The names that a child has from its parent, as far as those are known here. */
    private List<NameChange> inherited(Timeline child) {
        TimelineId parent = child.parent();
        Lsn left = child.parentLsn();
        if (parent == null || left == null) {
            return List.of();
        }
        try {
            Optional<TimelineDigest> digest = of(parent);
            if (digest.isEmpty()) {
                return List.of();
            }
            catchUp(digest.get(), HELPINGS_PER_TURN);
            return digest.get().namesAt(left);
        } catch (IOException e) {
            log.debug("{} gets no names from {}", child.id(), parent, e);
            return List.of();
        }
    }
}
