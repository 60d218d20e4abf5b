package dev.cambium.engine.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store must do, in the simplest way: every timeline and every seal is a map from path to
 * content, and a fork copies it.
 */
@SuppressWarnings("NullAway") // what is looked up was put in before
final class ModelStore {

    final Map<String, TreeMap<String, byte[]>> timelines = new HashMap<>();
    final Map<String, TreeMap<String, byte[]>> seals = new HashMap<>();

    TreeMap<String, byte[]> timeline(String id) {
        return timelines.get(id);
    }

    void write(String timeline, String path, int offset, byte[] bytes) {
        byte[] old = timelines.get(timeline).get(path);
        byte[] changed = Arrays.copyOf(old, Math.max(old.length, offset + bytes.length));
        System.arraycopy(bytes, 0, changed, offset, bytes.length);
        timelines.get(timeline).put(path, changed);
    }

    void truncate(String timeline, String path, int size) {
        timelines.get(timeline).computeIfPresent(path, (p, old) -> Arrays.copyOf(old, size));
    }

    void rename(String timeline, String path, String newPath) {
        TreeMap<String, byte[]> files = timelines.get(timeline);
        files.put(newPath, files.remove(path));
    }

    void seal(String timeline, String seal) {
        seals.put(seal, copy(timelines.get(timeline)));
    }

    void fork(String seal, String child) {
        timelines.put(child, copy(seals.get(seal)));
    }

    /** Contents are never changed in place, so they can be shared. */
    ModelStore copy() {
        ModelStore copy = new ModelStore();
        timelines.forEach((id, files) -> copy.timelines.put(id, new TreeMap<>(files)));
        seals.forEach((id, files) -> copy.seals.put(id, new TreeMap<>(files)));
        return copy;
    }

    private static TreeMap<String, byte[]> copy(TreeMap<String, byte[]> files) {
        TreeMap<String, byte[]> copy = new TreeMap<>();
        files.forEach((path, content) -> copy.put(path, content.clone()));
        return copy;
    }
}
