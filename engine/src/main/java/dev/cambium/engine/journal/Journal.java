package dev.cambium.engine.journal;

import dev.cambium.engine.page.Invariant;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The append-only stream of what happened in a home folder.
 *
 * <p>An appended entry survives the death of the engine at once; a power cut may take the last
 * ones, and whoever opens the journal can derive them again. Thread-safe. Entries are kept for 30
 * days.
 */
public final class Journal implements AutoCloseable {

    static {
        // Also on the command line of the engine. Chronicle reads them when its first class loads:
        // it must not send usage data, print a banner or watch the disk.
        for (String name : List.of("analytics", "announcer", "disk.monitor")) {
            System.setProperty("chronicle." + name + ".disable", "true");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    static final Duration RETENTION = Duration.ofDays(30);

    /** Room that Chronicle maps and grows by; also the room that must be free on the disk. */
    private static final int BLOCK_BYTES = 1 << 20;

    /** Mapped memory without disk behind it ends the JVM, so there must be room for some blocks. */
    private static final long MIN_FREE_BYTES = 16L * BLOCK_BYTES;

    /** At thousands of entries of 100 bytes a second the room lasts longer than this. */
    private static final long SPACE_CHECK_NANOS = 1_000_000_000L;

    private final Path folder;
    private final Clock clock;
    private final FileChannel lock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final @Nullable String setAside;

    /** Appending and reading share it, closing owns it; appending also synchronizes. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private final Object appending = new Object();
    private final AtomicBoolean reportedDamage = new AtomicBoolean();
    private long spaceCheckedNanos;
    private LocalDate lastDay;
    private boolean closed;

    private Journal(Path folder, Clock clock, FileChannel lock, @Nullable String setAside) {
        this.folder = folder;
        this.clock = clock;
        this.lock = lock;
        this.setAside = setAside;
        this.queue =
                SingleChronicleQueueBuilder.binary(folder)
                        .rollCycle(RollCycles.FAST_DAILY)
                        .blockSize(BLOCK_BYTES)
                        .timeProvider(clock::millis)
                        .build();
        this.appender = queue.createAppender();
        this.appender.singleThreadedCheckDisabled(true);
        this.lastDay = today(clock);
        this.spaceCheckedNanos = System.nanoTime() - SPACE_CHECK_NANOS;
    }

    /**
     * Opens the journal in a folder, made if there is none. Damaged files are moved to {@code
     * journal-damaged-<time>} beside it and an empty journal begins: see {@link #setAside()}.
     *
     * @throws JournalException if not even an empty journal can be made there, or if another
     *     process has it open
     */
    public static Journal open(Path folder) {
        return open(folder, Clock.systemUTC());
    }

    static Journal open(Path requested, Clock clock) {
        return uninterrupted(
                () -> {
                    try {
                        Files.createDirectories(requested);
                        Path folder = requested.toRealPath();
                        return openLocked(folder, clock, lock(folder));
                    } catch (IOException e) {
                        throw new JournalException(
                                "The journal in %s cannot be opened: %s. Check the folder's permissions and free space."
                                        .formatted(requested, e.getMessage()),
                                e);
                    }
                });
    }

    /**
     * A sentence for the user if a damaged journal was moved aside at the opening. Then {@link
     * #rebuild} is due.
     */
    public Optional<String> setAside() {
        return Optional.ofNullable(setAside);
    }

    /** Whether it holds no entry, as after a first start or after damage. */
    public boolean isEmpty() {
        return using(
                () -> {
                    try (ExcerptTailer tailer = queue.createTailer();
                            DocumentContext document = tailer.readingDocument()) {
                        return !document.isPresent();
                    }
                });
    }

    /**
     * Adds an entry at the end; in microseconds, without waiting for the disk.
     *
     * @throws JournalException if the disk is full or the journal closed
     */
    public void append(JournalEntry entry) {
        byte[] bytes = EntryCodec.encode(entry);
        boolean _ =
                using(
                        () -> {
                            synchronized (appending) {
                                refuseFullDisk();
                                dropOldEntriesOnANewDay();
                                try (DocumentContext document = appender.writingDocument()) {
                                    Bytes<?> target =
                                            Objects.requireNonNull(document.wire()).bytes();
                                    target.write(bytes);
                                }
                            }
                            return true;
                        });
    }

    /** Seeds an empty journal with entries derived from elsewhere, oldest first. */
    public void rebuild(Stream<? extends JournalEntry> entries) {
        Invariant.check(isEmpty(), "a journal that holds entries is rebuilt");
        entries.forEach(this::append);
    }

    /**
     * Entries that happened at a moment or later, in the order in which they were appended.
     *
     * @param limit at most so many, the earliest ones
     */
    public List<JournalEntry> read(
            Instant since, Predicate<? super JournalEntry> filter, int limit) {
        return using(
                () -> {
                    List<JournalEntry> found = new ArrayList<>();
                    try (ExcerptTailer tailer = queue.createTailer()) {
                        if (!moveTo(tailer, since)) {
                            return found;
                        }
                        while (found.size() < limit) {
                            Message message = next(tailer);
                            if (message.isEnd()) {
                                break;
                            }
                            JournalEntry entry = message.entry();
                            if (entry != null
                                    && !entry.at().isBefore(since)
                                    && filter.test(entry)) {
                                found.add(entry);
                            }
                        }
                    }
                    return found;
                });
    }

    /** As the other, for one project. */
    public List<JournalEntry> read(Instant since, String projectId, int limit) {
        return read(since, entry -> entry.projectId().equals(projectId), limit);
    }

    /**
     * The last entries that pass the filter, in the order in which they were appended.
     *
     * @param limit at most so many, the latest ones
     */
    public List<JournalEntry> latest(Predicate<? super JournalEntry> filter, int limit) {
        return using(
                () -> {
                    Deque<JournalEntry> found = new ArrayDeque<>();
                    try (ExcerptTailer tailer = queue.createTailer()) {
                        tailer.direction(TailerDirection.BACKWARD).toEnd();
                        while (found.size() < limit) {
                            Message message = next(tailer);
                            if (message.isEnd()) {
                                break;
                            }
                            JournalEntry entry = message.entry();
                            if (entry != null && filter.test(entry)) {
                                found.addFirst(entry);
                            }
                        }
                    }
                    return List.copyOf(found);
                });
    }

    /** Closes the files. Nothing needs saving. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                appender.close();
                queue.close();
                release(lock);
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private static Journal openLocked(Path folder, Clock clock, FileChannel lock)
            throws IOException {
        boolean open = false;
        try {
            dropOldFiles(folder, clock);
            // Derived from the other files; after a kill it holds locks of a process that is gone.
            Files.deleteIfExists(folder.resolve(QueueFiles.TABLE));
            String damage = QueueFiles.damage(folder).orElse(null);
            Journal journal;
            if (damage == null) {
                try {
                    journal = new Journal(folder, clock, lock, null);
                    open = true;
                    return journal;
                } catch (RuntimeException | AssertionError e) {
                    LOG.warn("Chronicle cannot open the journal in {}", folder, e);
                    damage = String.valueOf(e.getMessage());
                }
            }
            journal = new Journal(folder, clock, lock, setAside(folder, damage, clock));
            open = true;
            return journal;
        } catch (RuntimeException | AssertionError e) {
            throw new JournalException(
                    "No journal can be begun in %s: %s. Start the engine with the options in engine.jvmopts and check free space."
                            .formatted(folder, e.getMessage()),
                    e);
        } finally {
            if (!open) {
                release(lock);
            }
        }
    }

    private static String setAside(Path folder, String damage, Clock clock) throws IOException {
        String time =
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS")
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant());
        Path aside = folder.resolveSibling("journal-damaged-" + time);
        Files.createDirectory(aside);
        for (Path file : QueueFiles.days(folder).values()) {
            Files.move(file, aside.resolve(file.getFileName()));
        }
        Files.deleteIfExists(folder.resolve(QueueFiles.TABLE));
        String sentence =
                "The journal was damaged (%s) and moved to %s; a new one begins. No database is affected, only the record of past activity is shorter."
                        .formatted(damage, aside);
        LOG.warn(sentence);
        return sentence;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("The journal in {} is open in this process", folder);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new JournalException(
                    "The journal in %s is in use by another engine. Stop that one first, or choose another home folder."
                            .formatted(folder));
        }
        return channel;
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the journal could not be released", e);
        }
    }

    private boolean moveTo(ExcerptTailer tailer, Instant since) {
        // An entry is appended when it has happened or later, so none lies in a file before its
        // day.
        Instant earliest = Instant.EPOCH.isAfter(since) ? Instant.EPOCH : since;
        try {
            LocalDate from = LocalDate.ofInstant(earliest, ZoneOffset.UTC);
            LocalDate day = QueueFiles.days(folder).ceilingKey(from);
            return day != null && tailer.moveToCycle(Math.toIntExact(day.toEpochDay()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One step of a tailer: the end, or an entry, or one that cannot be shown. */
    private record Message(boolean isEnd, @Nullable JournalEntry entry) {}

    private Message next(ExcerptTailer tailer) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return new Message(true, null);
            }
            Bytes<?> source = Objects.requireNonNull(document.wire()).bytes();
            byte[] bytes = new byte[Math.toIntExact(source.readRemaining())];
            source.read(bytes);
            if (!EntryCodec.isWhole(bytes)) {
                if (reportedDamage.compareAndSet(false, true)) {
                    LOG.warn("An entry of the journal in {} is damaged and left out", folder);
                }
                return new Message(false, null);
            }
            return new Message(false, EntryCodec.decode(bytes));
        }
    }

    private void refuseFullDisk() {
        long now = System.nanoTime();
        if (now - spaceCheckedNanos < SPACE_CHECK_NANOS) {
            return;
        }
        long free = folder.toFile().getUsableSpace();
        if (free < MIN_FREE_BYTES) {
            throw new JournalException(
                    "The journal in %s takes no entries: its disk has %d MB left. Free some space."
                            .formatted(folder, free >> 20));
        }
        spaceCheckedNanos = now;
    }

    private void dropOldEntriesOnANewDay() {
        LocalDate today = today(clock);
        if (today.equals(lastDay)) {
            return;
        }
        lastDay = today;
        try {
            if (dropOldFiles(folder, clock)) {
                queue.refreshDirectoryListing();
            }
        } catch (IOException e) {
            LOG.warn("Old files of the journal in {} could not be deleted", folder, e);
        }
    }

    private static boolean dropOldFiles(Path folder, Clock clock) throws IOException {
        LocalDate oldestKept =
                LocalDate.ofInstant(clock.instant().minus(RETENTION), ZoneOffset.UTC);
        boolean dropped = false;
        for (Path file : QueueFiles.days(folder).headMap(oldestKept, false).values()) {
            dropped |= Files.deleteIfExists(file);
        }
        return dropped;
    }

    private static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private <T> T using(Supplier<T> action) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new JournalException("The journal is closed: the engine is stopping.");
            }
            return uninterrupted(action);
        } finally {
            use.readLock().unlock();
        }
    }

    /** An interrupt would close the channels of Chronicle's files: it is put off until after. */
    private static <T> T uninterrupted(Supplier<T> action) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
