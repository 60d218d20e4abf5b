package dev.cambium.engine.layer;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The manifests of timelines and seals: written last and removed first. Thread-safe; those of one
 * timeline are written under its lock for sealing, or before anyone else knows it.
 */
final class StoreManifests {

    private final LayerFolder folders;
    private final Disk disk;

    /** Which layer each timeline's manifest names; it may lag behind the seals. */
    private final Map<TimelineId, LayerId> named = new ConcurrentHashMap<>();

    StoreManifests(LayerFolder folders, Disk disk) {
        this.folders = folders;
        this.disk = disk;
    }

    /** The names of all timelines with a manifest; what was never finished is deleted. */
    List<TimelineId> timelines() throws IOException {
        return names(folders.timelines()).stream().map(TimelineId::new).toList();
    }

    List<SealId> seals() throws IOException {
        return names(folders.seals()).stream().map(SealId::new).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> whole = new ArrayList<>();
        for (Path path : LayerFolder.list(folder)) {
            if (path.toString().endsWith(ChecksummedFile.UNFINISHED)) {
                Files.delete(path);
            } else {
                whole.add(path.getFileName().toString());
            }
        }
        return whole;
    }

    TimelineManifest read(TimelineId id) throws IOException {
        TimelineManifest manifest = TimelineManifest.read(pathOf(id));
        named.put(id, manifest.top());
        return manifest;
    }

    SealManifest read(SealId id) throws IOException {
        return SealManifest.read(pathOf(id));
    }

    Path pathOf(SealId id) {
        return folders.seals().resolve(id.value());
    }

    Path pathOf(TimelineId id) {
        return folders.timelines().resolve(id.value());
    }

    /** The layer that a timeline's manifest names; null if it has none. */
    @Nullable LayerId layerOf(TimelineId id) {
        return named.get(id);
    }

    /** The manifest of a new timeline; if it fails, there is none. */
    void writeNew(TimelineId id, LayerId top, Path walFolder) throws IOException {
        try {
            write(id, top, walFolder);
        } catch (IOException failure) {
            removeQuietly(pathOf(id), failure);
            throw failure;
        }
    }

    /** Replaces the manifest of a timeline; if it fails, it may be the old one or the new one. */
    void write(TimelineId id, LayerId top, Path walFolder) throws IOException {
        new TimelineManifest(top, walFolder).write(pathOf(id), disk);
        named.put(id, top);
    }

    /** The manifest of a new seal; if it fails, there is none. */
    void writeNew(SealId id, LayerId top) throws IOException {
        try {
            new SealManifest(top).write(pathOf(id), disk);
        } catch (IOException failure) {
            removeQuietly(pathOf(id), failure);
            throw failure;
        }
    }

    void remove(TimelineId id) throws IOException {
        remove(pathOf(id));
        named.remove(id);
    }

    void remove(SealId id) throws IOException {
        remove(pathOf(id));
    }

    private void remove(Path manifest) throws IOException {
        Files.delete(manifest);
        disk.syncFolder(LayerFolder.parentOf(manifest));
    }

    private static void removeQuietly(Path manifest, IOException failure) {
        try {
            Files.deleteIfExists(manifest);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
