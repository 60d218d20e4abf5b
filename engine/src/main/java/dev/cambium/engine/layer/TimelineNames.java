package dev.cambium.engine.layer;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.layer.Node.FileNode;
import dev.cambium.engine.layer.Node.LinkNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of one timeline as they are now, and the files in use behind them.
 *
 * <p>Thread-safe: looking takes no lock; each change is checked, logged and made under one lock.
 * Whatever changes something is called with the gate of {@link TimelineFiles} held shared, so that
 * the open layer does not change meanwhile.
 */
final class TimelineNames {

    private final TimelineFiles files;
    private final Path walFolder;
    private final Object lock = new Object();
    private final Map<Long, LiveFile> live = new ConcurrentHashMap<>();

    private volatile Namespace names;

    TimelineNames(TimelineFiles files, Path walFolder, Namespace names) {
        this.files = files;
        this.walFolder = walFolder;
        this.names = names;
    }

    // ---- looking

    Namespace now() {
        return names;
    }

    /** The node behind a name; a file counts as remembered once more, until {@link #forget}. */
    FileStatus lookup(long folder, String name) throws FileError {
        synchronized (lock) {
            return remember(Names.existing(names, folder, name));
        }
    }

    /** A file was forgotten {@code times} times; at zero the data of an unlinked one goes. */
    void forget(long node, long times) {
        LiveFile file = live.get(node);
        if (file == null) {
            return;
        }
        synchronized (lock) {
            file.remembered = Math.max(0, file.remembered - times);
            discardIfGone(file);
        }
    }

    FileStatus status(long node) throws FileError {
        LiveFile file = live.get(node);
        return file != null ? file.status() : statusOf(node);
    }

    /** All names of a folder, sorted. */
    List<FolderEntry> list(long folder) throws FileError {
        Namespace now = names;
        List<FolderEntry> entries = new ArrayList<>();
        for (Map.Entry<String, Long> entry : Names.folder(now, folder).names().entrySet()) {
            Node node = now.node(entry.getValue());
            if (node != null) {
                entries.add(new FolderEntry(entry.getKey(), entry.getValue(), node.kind()));
            }
        }
        return entries;
    }

    /** Where a link leads; for {@code pg_wal} the absolute native folder of this timeline. */
    String readLink(long node) throws FileError {
        Namespace now = names;
        if (!(now.node(node) instanceof LinkNode link)) {
            throw new FileError(Reason.INVALID, "node " + node + " is no link");
        }
        Long wal = Names.folder(now, Namespace.ROOT).names().get(Names.WAL_FOLDER);
        return wal != null && wal == node ? walFolder.toString() : link.target();
    }

    /** Whether a file that has no name any more is still in use. */
    boolean remembersNameless(long node) {
        LiveFile file = live.get(node);
        return file != null && file.unlinkedIn() != null;
    }

    LiveFile file(long node) throws FileError {
        LiveFile file = liveOrNull(node);
        if (file == null) {
            throw names.folder(node) != null
                    ? new FileError(Reason.IS_A_FOLDER, "node " + node + " is a folder")
                    : new FileError(Reason.NOT_FOUND, "no file " + node);
        }
        return file;
    }

    // ---- changing

    /** A change that makes a node, whose number is known only under the lock. */
    interface NewNode {
        NameChange with(long node);
    }

    FileStatus make(long folder, String name, NewNode change) throws IOException {
        synchronized (lock) {
            Names.requireFree(names, folder, name);
            long node = names.nextNode();
            apply(change.with(node));
            return remember(node);
        }
    }

    void unlink(long folder, String name) throws IOException {
        Names.requireNotWalFolder(folder, name);
        synchronized (lock) {
            long node = Names.existing(names, folder, name);
            if (names.folder(node) != null) {
                throw new FileError(Reason.IS_A_FOLDER, name + " is a folder");
            }
            LiveFile file = liveOrNull(node);
            apply(new NameChange.Remove(folder, name));
            unlinked(file);
        }
    }

    void rmdir(long folder, String name) throws IOException {
        synchronized (lock) {
            Names.requireEmptyFolder(names, Names.existing(names, folder, name));
            apply(new NameChange.Remove(folder, name));
        }
    }

    /** Renames in one step; what had the new name goes, unless {@code noReplace}. */
    void rename(long folder, String name, long newFolder, String newName, boolean noReplace)
            throws IOException {
        Names.requireNotWalFolder(folder, name);
        Names.requireNotWalFolder(newFolder, newName);
        synchronized (lock) {
            long moved = Names.existing(names, folder, name);
            Long replaced = Names.folder(names, newFolder).names().get(newName);
            if (replaced == null || noReplace) {
                Names.requireFree(names, newFolder, newName);
            } else if (replaced == moved) {
                return;
            } else {
                Names.requireReplaceable(names, moved, replaced);
            }
            if (names.isWithin(newFolder, moved)) {
                throw new FileError(Reason.INVALID, "a folder cannot go into itself");
            }
            LiveFile gone = replaced == null ? null : liveOrNull(replaced);
            apply(new NameChange.Rename(folder, name, newFolder, newName));
            unlinked(gone);
        }
    }

    void setPermissions(long node, int permissions) throws IOException {
        synchronized (lock) {
            LiveFile file = live.get(node);
            if (names.node(node) != null) {
                apply(new NameChange.SetPermissions(node, permissions));
            } else if (file == null) {
                throw new FileError(Reason.NOT_FOUND, "no node " + node);
            }
            if (file != null) {
                file.permitted(permissions);
            }
        }
    }

    /** Kept in memory only: nothing in Postgres depends on it after a restart. */
    void setModified(long node, long nanos) {
        LiveFile file = liveOrNull(node);
        if (file != null) {
            file.modified(nanos);
        }
    }

    /** Notes a size that the log or the length of a data file has already. */
    void resized(LiveFile file, long sizeBytes, long nowNanos) {
        file.resized(sizeBytes, nowNanos);
        if (file.unlinkedIn() == null) {
            synchronized (lock) {
                names = names.withSize(file.node(), sizeBytes, nowNanos);
            }
        }
    }

    // ---- inside; what says so is under the lock

    /** Logs a change that was checked, and then makes it. Under the lock. */
    private void apply(NameChange change) throws IOException {
        files.logChange(change);
        names = names.after(change);
    }

    /** Under the lock. */
    private FileStatus remember(long node) throws FileError {
        LiveFile file = liveOrNull(node);
        if (file == null) {
            return statusOf(node);
        }
        file.remembered++;
        return file.status();
    }

    private FileStatus statusOf(long node) throws FileError {
        return switch (names.node(node)) {
            case FileNode file ->
                    new FileStatus(
                            node,
                            FileKind.FILE,
                            file.sizeBytes(),
                            file.permissions(),
                            file.modifiedNanos());
            case Node.FolderNode folder ->
                    new FileStatus(
                            node, FileKind.FOLDER, 0, folder.permissions(), folder.modifiedNanos());
            case LinkNode link -> {
                String target = link.target().isEmpty() ? walFolder.toString() : link.target();
                yield new FileStatus(
                        node,
                        FileKind.LINK,
                        target.getBytes(StandardCharsets.UTF_8).length,
                        link.permissions(),
                        link.modifiedNanos());
            }
            case null -> throw new FileError(Reason.NOT_FOUND, "no node " + node);
        };
    }

    /** The file in memory, taken in on first use; null if the node is no file. */
    private @Nullable LiveFile liveOrNull(long node) {
        LiveFile known = live.get(node);
        if (known != null) {
            return known;
        }
        synchronized (lock) {
            if (!(names.node(node) instanceof FileNode found)) {
                return null;
            }
            return live.computeIfAbsent(node, number -> new LiveFile(number, found));
        }
    }

    /** A file lost its name. Under the lock. */
    private void unlinked(@Nullable LiveFile file) {
        if (file != null) {
            file.unlinked(files.stack().top());
            discardIfGone(file);
        }
    }

    /** Under the lock. */
    private void discardIfGone(LiveFile file) {
        Layer since = file.unlinkedIn();
        if (since != null && file.remembered == 0 && live.remove(file.node(), file)) {
            file.discarded();
            files.discardSoon(file.node(), since);
        }
    }
}
