package dev.cambium.engine.volume;

import dev.cambium.engine.layer.CopyWatch;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where the PGDATA of every timeline lives, and how it is branched.
 *
 * <p>A timeline's files are reachable for Postgres under {@link #dataDirectory}, except {@code
 * pg_wal}, which is a link to a folder on the native file system that the volume neither seals nor
 * forks nor deletes. A <em>seal</em> is a frozen copy of a timeline's files: cheap in {@code
 * layers}, a real copy in {@code copy}.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>What Postgres fsynced survives kill -9 of the engine and loss of power.
 *   <li>{@link #create}, {@link #extract}, {@link #seal} and {@link #fork} must be whole and
 *       durable when they return, and whole or absent after a crash: a half-made timeline or seal
 *       is gone when the volume is opened again.
 *   <li>A seal may be taken while Postgres writes. It holds every byte fsynced before the call, its
 *       {@code global/pg_control} is the oldest file in it, and a Postgres that replays WAL from
 *       that file's redo position up to the end of WAL read after the call finds nothing
 *       inconsistent.
 *   <li>A fork leaves out what belongs to a running server or to it alone: postmaster.pid and
 *       postmaster.opts, the content of pg_replslot, pg_notify, pg_snapshots, pg_stat_tmp,
 *       pg_dynshmem, pgsql_tmp folders and temporary relations.
 *   <li>Thread-safe. Calls for one timeline may run at the same time as its Postgres; creating,
 *       sealing, forking and deleting different timelines may run at once.
 *   <li>Unknown ids are answered with {@link java.nio.file.NoSuchFileException}; a disk that is
 *       full with an {@link IOException} that says so, and nothing half done.
 * </ul>
 */
public interface Volume extends AutoCloseable {

    /** What kind this is, and why it was chosen, for {@code doctor} and the window. */
    VolumeDescription describe();

    /** The folder to start Postgres in. Only for Postgres: the engine must not read through it. */
    Path dataDirectory(TimelineId timeline);

    /** Where a timeline's {@code pg_wal} leads: absolute, as it was given when it was made. */
    Path walFolder(TimelineId timeline) throws IOException;

    /**
     * Takes over a data folder that initdb made, as a new timeline. The source is left as it is;
     * its {@code pg_wal} is left out and becomes the link to {@code walFolder}.
     */
    void create(TimelineId timeline, Path initdbFolder, Path walFolder) throws IOException;

    /**
     * Makes a new timeline with copies of some files of another one, on which no Postgres may run.
     * The two share nothing. {@code pg_wal} becomes the link to {@code walFolder}.
     *
     * @param keeps asked for the path of each folder and file, relative to PGDATA and with slashes;
     *     what lies in a folder that is not kept is not asked for, and is left out
     */
    void extract(TimelineId source, Predicate<String> keeps, TimelineId target, Path walFolder)
            throws IOException;

    /** Freezes the files of a timeline as they are now. */
    void seal(TimelineId timeline, SealId seal) throws IOException;

    /** Makes a new timeline with the files of a seal. */
    void fork(SealId seal, TimelineId child, Path walFolder) throws IOException;

    /**
     * As {@link #fork(SealId, TimelineId, Path)}, with other bytes in {@code global/pg_control}:
     * whoever sees the fork, also after a crash, sees it with these.
     */
    void fork(SealId seal, TimelineId child, Path walFolder, byte[] controlFile) throws IOException;

    /**
     * Reads a small file of a seal whole, for example {@code global/pg_control}.
     *
     * @param path relative to PGDATA, with slashes
     */
    byte[] read(SealId seal, String path) throws IOException;

    /** Reads a small file of a timeline whole, as Postgres last wrote it to the volume. */
    byte[] read(TimelineId timeline, String path) throws IOException;

    /** The length of a file of a timeline, as Postgres last wrote it to the volume. */
    long lengthBytes(TimelineId timeline, String path) throws IOException;

    /**
     * The paths of all files below a folder of a seal, in no order; none if there is no such
     * folder.
     *
     * @param folder relative to PGDATA, with slashes and without one at its end
     */
    List<String> files(SealId seal, String folder) throws IOException;

    /** As {@link #files(SealId, String)}, of a timeline as it is now. */
    List<String> files(TimelineId timeline, String folder) throws IOException;

    /** Whether a seal or a fork copies all files: then it takes as long and as much as they do. */
    boolean copies();

    Set<TimelineId> timelines() throws IOException;

    Set<SealId> seals() throws IOException;

    /**
     * Deletes a timeline's files. No Postgres may run on it. Its seals and forks stay as they are.
     */
    void delete(TimelineId timeline) throws IOException;

    /** Gives up a seal: what only it needed is freed. */
    void discard(SealId seal) throws IOException;

    /** Allocated bytes that would be free now if a seal were given up. */
    long uniqueBytes(SealId seal) throws IOException;

    /**
     * Cuts a timeline free from its ancestors: afterwards it needs no block that another timeline
     * wrote, so that ancestors take nothing with them, and hold nothing back, when they go.
     *
     * <p>Its Postgres may run and write; nothing that is read changes. It takes as long as copying
     * what was shared, as fast as the disk does. Durable when it returns; a crash before leaves the
     * timeline as it was. The seals of the timeline that were taken on it are cut free with it;
     * those it was forked from, its birth image above all, still need the ancestors' blocks until
     * they are discarded. On a volume that {@linkplain #copies() copies} there is nothing to do.
     *
     * @param watch can give it up, which leaves the timeline as it was
     * @return false if it shared nothing with its ancestors
     */
    boolean flatten(TimelineId timeline, CopyWatch watch) throws IOException;

    /** How much a timeline takes, if all seals stay. */
    default SpaceUse space(TimelineId timeline) throws IOException {
        return space(timeline, Set.of());
    }

    /**
     * How much a timeline takes, and what of it is whose. What is old is counted once and
     * remembered, so this may be asked often.
     *
     * @param own seals that would be given up together with the timeline
     */
    default SpaceUse space(TimelineId timeline, Set<SealId> own) throws IOException {
        SpaceUse space = spaces(Map.of(timeline, own)).get(timeline);
        if (space == null) {
            throw new NoSuchFileException(timeline.value());
        }
        return space;
    }

    /**
     * The same of many timelines, which costs little more than of one; those that are not there are
     * left out.
     *
     * @param own by timeline the seals that would be given up together with it
     */
    Map<TimelineId, SpaceUse> spaces(Map<TimelineId, Set<SealId>> own) throws IOException;

    /**
     * What timelines and seals take together, what they share with one another counted once. Those
     * that are not there count nothing.
     */
    Together together(Set<TimelineId> timelines, Set<SealId> seals) throws IOException;

    /**
     * Lets go of everything: after this no folder of the volume is mounted. All Postgres servers on
     * it must have ended.
     */
    @Override
    void close() throws IOException;
}
