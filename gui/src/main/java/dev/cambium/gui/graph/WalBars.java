package dev.cambium.gui.graph;

import dev.cambium.engine.api.Tick;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Written WAL per slice of the screen: the bars above a lane. */
final class WalBars {

    /** A bar of 3 pixels and a gap of 3, as in the drawing. */
    static final double SLICE = 6;

    /**
     * One bar.
     *
     * @param share its height between 0 and 1: 1 is the most that any branch wrote in a slice
     * @param lsn the last position in the slice; empty when unknown
     */
    record Bar(double x, double share, long walBytes, Instant time, String lsn) {}

    private record Slice(long walBytes, Instant time, String lsn) {

        Slice plus(Tick tick) {
            String later = tick.lsn() == null ? lsn : tick.lsn();
            return new Slice(walBytes + tick.walBytes(), tick.time(), later);
        }
    }

    private WalBars() {}

    /** Bars by branch id, from left to right; only what lies between the two edges. */
    static Map<String, List<Bar>> of(List<Tick> ticks, TimeScale scale, double left, double right) {
        // Slices count from a fixed moment, so that bars do not flicker while time goes on.
        double firstSlice = scale.x(Instant.EPOCH) % SLICE;
        Map<String, TreeMap<Long, Slice>> slices = new HashMap<>();
        for (Tick tick : ticks) {
            double x = scale.x(tick.time());
            if (tick.walBytes() <= 0 || x < left || x > right) {
                continue;
            }
            slices.computeIfAbsent(tick.branchId(), key -> new TreeMap<>())
                    .merge(
                            (long) Math.floor((x - firstSlice) / SLICE),
                            new Slice(0, tick.time(), "").plus(tick),
                            (known, added) -> known.plus(tick));
        }
        long most =
                slices.values().stream()
                        .flatMap(each -> each.values().stream())
                        .mapToLong(Slice::walBytes)
                        .max()
                        .orElse(1);
        Map<String, List<Bar>> bars = new HashMap<>();
        slices.forEach(
                (branch, ofBranch) -> {
                    List<Bar> list = new ArrayList<>(ofBranch.size());
                    ofBranch.forEach(
                            (index, slice) ->
                                    list.add(bar(firstSlice + index * SLICE, slice, most)));
                    bars.put(branch, list);
                });
        return bars;
    }

    /** A cube root keeps a few kilobytes visible beside a bulk load. */
    private static Bar bar(double x, Slice slice, long most) {
        double share = Math.cbrt((double) slice.walBytes() / most);
        return new Bar(x, share, slice.walBytes(), slice.time(), slice.lsn());
    }
}
