package dev.cambium.engine.layer;

import dev.cambium.engine.posix.SparseFile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that can lose power. It keeps what was synced apart; what was not synced may be there
 * after the loss or not, file by file and name by name, as chance has it.
 *
 * <p>A file's content is known by its inode, so that it survives a rename.
 */
@SuppressWarnings("NullAway") // a missing channel is never used
final class PowerLossDisk implements Disk {

    private final Path root;
    private final Path durable;
    private final Random random;
    private int copies;

    /** The synced content of each inode, as a file in {@code durable}. */
    private final Map<Object, Path> contents = new HashMap<>();

    /** The synced names of each folder, relative to the root, and their inodes. */
    private final Map<Path, Map<String, Object>> names = new HashMap<>();

    PowerLossDisk(Path root, Path durable, Random random) {
        this.root = root;
        this.durable = durable;
        this.random = random;
    }

    @Override
    public synchronized void sync(Path path, FileChannel channel) throws IOException {
        try {
            contents.put(inode(path), copy(path));
        } catch (NoSuchFileException | FileNotFoundException deletedMeanwhile) {
            // The keeper deletes while others sync; what has no name need not come back.
        }
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        Map<String, Object> now = new TreeMap<>();
        for (Path entry : LayerFolder.list(folder)) {
            try {
                now.put(entry.getFileName().toString(), inode(entry));
            } catch (NoSuchFileException deletedMeanwhile) {
                // As if the sync had come a moment later.
            }
        }
        names.put(root.relativize(folder), now);
    }

    @Override
    public synchronized void syncAll(Path folder) throws IOException {
        for (Path file : LayerFolder.list(folder)) {
            sync(file, null);
        }
        syncFolder(folder);
    }

    /** Writes to {@code after} what is left; the store must have been let go. */
    synchronized void losePower(Path after) throws IOException {
        Files.createDirectories(after);
        for (String top : new String[] {"timelines", "seals"}) {
            restore(Path.of(top), after.resolve(top));
        }
        Files.createDirectories(after.resolve("layers"));
        Path layers = root.resolve("layers");
        Map<String, Object> known = names.getOrDefault(Path.of("layers"), Map.of());
        for (String layer : known.keySet()) {
            // A layer that was deleted may be back: nothing syncs that.
            if (Files.exists(layers.resolve(layer)) || random.nextBoolean()) {
                restore(Path.of("layers", layer), after.resolve("layers").resolve(layer));
            }
        }
    }

    private void restore(Path folder, Path after) throws IOException {
        Files.createDirectories(after);
        Map<String, Object> synced = names.getOrDefault(folder, Map.of());
        Map<String, Object> now = new TreeMap<>();
        if (Files.exists(root.resolve(folder))) {
            for (Path entry : LayerFolder.list(root.resolve(folder))) {
                now.put(entry.getFileName().toString(), inode(entry));
            }
        }
        Map<String, Object> all = new TreeMap<>(synced);
        all.putAll(now);
        for (String name : all.keySet()) {
            Object old = synced.get(name);
            Object fresh = now.get(name);
            boolean same = old != null && old.equals(fresh);
            Object chosen = same || random.nextBoolean() ? fresh : old;
            if (chosen != null) {
                restoreFile(
                        chosen,
                        chosen.equals(fresh) ? root.resolve(folder).resolve(name) : null,
                        after.resolve(name));
            }
        }
    }

    private void restoreFile(Object inode, Path current, Path after) throws IOException {
        Path synced = contents.get(inode);
        if (current != null && (random.nextBoolean())) {
            copySparse(current, after);
        } else if (synced != null) {
            copySparse(synced, after);
        } else {
            // The name was written and nothing of the content.
            Files.createFile(after);
        }
    }

    private Path copy(Path path) throws IOException {
        Path copy = durable.resolve("copy" + copies++);
        copySparse(path, copy);
        return copy;
    }

    private static void copySparse(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        try (RandomAccessFile target = new RandomAccessFile(to.toFile(), "rw");
                RandomAccessFile source = new RandomAccessFile(from.toFile(), "r");
                SparseFile holes = new SparseFile(from)) {
            target.setLength(source.length());
            for (SparseFile.Extent extent : holes.dataExtents()) {
                long end = Math.min(extent.endBytes(), source.length());
                byte[] bytes = new byte[(int) (end - extent.startBytes())];
                source.seek(extent.startBytes());
                source.readFully(bytes);
                target.seek(extent.startBytes());
                target.write(bytes);
            }
        }
    }

    private static Object inode(Path path) throws IOException {
        // The birth time too: numbers of deleted inodes are used again.
        return Files.getAttribute(path, "unix:ino")
                + "@"
                + Files.getAttribute(path, "basic:creationTime");
    }
}
