package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of something that was refused: the store is as before, or as if it had been done. Of
 * a write that was refused each byte may be the old one or the new one.
 */
@SuppressWarnings("NullAway") // what is looked up was put in before
record Outcome(LayerStore store, ModelStore before, ModelStore after) {

    /** The model that the store is like now. */
    ModelStore settled() throws IOException {
        ModelStore now = new ModelStore();
        Set<String> timelines =
                store.timelines().stream().map(TimelineId::value).collect(Collectors.toSet());
        Set<String> seals = store.seals().stream().map(SealId::value).collect(Collectors.toSet());
        assertThat(timelines).isIn(List.of(before.timelines.keySet(), after.timelines.keySet()));
        assertThat(seals).isIn(List.of(before.seals.keySet(), after.seals.keySet()));
        for (String id : timelines) {
            now.timelines.put(id, files(new TimelineId(id)));
        }
        for (String id : seals) {
            TreeMap<String, byte[]> files = new TreeMap<>();
            for (String path : either(before.seals.get(id), after.seals.get(id)).keySet()) {
                files.put(path, store.read(new SealId(id), path));
            }
            assertEither(id, files, before.seals.get(id), after.seals.get(id));
            now.seals.put(id, files);
        }
        return now;
    }

    private TreeMap<String, byte[]> files(TimelineId id) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        Namespace names = store.timeline(id).names();
        Set<String> paths = new TreeSet<>();
        names.forEachPath(
                Namespace.ROOT,
                "",
                (path, node) -> {
                    if (names.node(node) instanceof Node.FileNode) {
                        paths.add(path);
                    }
                });
        for (String path : paths) {
            files.put(path, store.read(id, path));
        }
        assertEither(
                id.value(),
                files,
                before.timelines.get(id.value()),
                after.timelines.get(id.value()));
        return files;
    }

    private static Map<String, byte[]> either(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one == null ? other : one;
    }

    private static void assertEither(
            String id,
            Map<String, byte[]> now,
            Map<String, byte[]> before,
            Map<String, byte[]> after) {
        Map<String, byte[]> old = either(before, after);
        Map<String, byte[]> fresh = either(after, before);
        assertThat(now.keySet()).as(id).isIn(List.of(old.keySet(), fresh.keySet()));
        now.forEach(
                (path, bytes) ->
                        assertMixed(
                                id + "/" + path,
                                bytes,
                                old.getOrDefault(path, fresh.get(path)),
                                fresh.getOrDefault(path, old.get(path))));
    }

    private static void assertMixed(String what, byte[] now, byte[] old, byte[] fresh) {
        assertThat(now.length).as(what).isIn(old.length, fresh.length);
        for (int i = 0; i < now.length; i++) {
            int was = i < old.length ? old[i] : 0;
            int would = i < fresh.length ? fresh[i] : 0;
            if (now[i] != was && now[i] != would) {
                throw new AssertionError("%s has a byte at %d from nowhere".formatted(what, i));
            }
        }
    }
}
