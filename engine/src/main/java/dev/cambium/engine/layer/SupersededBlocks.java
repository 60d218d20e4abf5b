package dev.cambium.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts the blocks in a pile of layers that the uppermost does not show any more, and that are
 * kept because seals between them do. What lies between two seals counts as the one layer that a
 * merge makes of it.
 */
final class SupersededBlocks {

    private SupersededBlocks() {}

    /**
     * @param newestFirst neighbours in a stack, all of them sealed
     * @param seals those of them that a seal begins at
     */
    static long bytes(List<Layer> newestFirst, Set<Layer> seals) {
        List<List<Layer>> runs = runs(newestFirst, seals);
        Set<Long> nodes = new HashSet<>();
        for (Layer layer : newestFirst) {
            layer.files().forEach(file -> nodes.add(file.node()));
        }
        long blocks = 0;
        for (long node : nodes) {
            blocks += blocks(node, runs);
        }
        return blocks * Blocks.BYTES;
    }

    private static List<List<Layer>> runs(List<Layer> newestFirst, Set<Layer> seals) {
        List<List<Layer>> runs = new ArrayList<>();
        for (Layer layer : newestFirst) {
            if (runs.isEmpty() || seals.contains(layer)) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(layer);
        }
        return runs;
    }

    private static long blocks(long node, List<List<Layer>> runs) {
        long superseded = 0;
        long[] covered = {};
        long visibleBytes = Long.MAX_VALUE;
        for (List<Layer> run : runs) {
            Namespace names = run.getFirst().sealedNames();
            if (names == null || !(names.node(node) instanceof Node.FileNode)) {
                // Deleted by then: a merge drops it here, and nothing above shows what is below.
                visibleBytes = 0;
                continue;
            }
            FileChain chain = chainOf(node, run);
            long[] held = held(chain);
            for (int i = 0; i < held.length; i++) {
                long hidden = i < covered.length ? held[i] & covered[i] : 0;
                superseded += Long.bitCount(hidden | (held[i] & ~below(visibleBytes, i)));
            }
            covered = union(covered, held);
            visibleBytes = Math.min(visibleBytes, chain.lowerVisibleBytes());
        }
        return superseded;
    }

    private static FileChain chainOf(long node, List<Layer> run) {
        List<DataFile> files = new ArrayList<>();
        for (Layer layer : run) {
            DataFile file = layer.file(node);
            if (file != null) {
                files.add(file);
            }
        }
        return new FileChain(files);
    }

    /** Which blocks a run shows. */
    private static long[] held(FileChain chain) {
        long[] held = {};
        long visible = Long.MAX_VALUE;
        for (DataFile file : chain.newestFirst()) {
            long[] words = file.present().toWords();
            for (int i = 0; i < words.length; i++) {
                words[i] &= below(visible, i);
            }
            held = union(held, words);
            visible = Math.min(visible, file.lowerVisibleBytes());
        }
        return held;
    }

    /** The bits of one word whose blocks begin before a number of bytes. */
    private static long below(long visibleBytes, int word) {
        if (visibleBytes == Long.MAX_VALUE) {
            return -1;
        }
        long bits = Blocks.count(visibleBytes) - 64L * word;
        return bits >= 64 ? -1 : bits <= 0 ? 0 : (1L << bits) - 1;
    }

    private static long[] union(long[] one, long[] other) {
        long[] union = Arrays.copyOf(one, Math.max(one.length, other.length));
        for (int i = 0; i < other.length; i++) {
            union[i] |= other[i];
        }
        return union;
    }
}
