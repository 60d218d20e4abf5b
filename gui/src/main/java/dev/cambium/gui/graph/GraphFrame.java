package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one drawing of the graph shows, in pixels; painting and pointing read the same frame, so
 * that what is pointed at is what was painted.
 *
 * @param scrollY pixels that the lanes are moved up by
 * @param gutter pixels kept free between the scale's end and the right edge
 * @param labels by branch id, of the lanes in view
 * @param bars by branch id
 * @param spots marks by branch id, of the lanes in view
 */
record GraphFrame(
        double width,
        double height,
        double scrollY,
        double nowX,
        double gutter,
        TimeScale scale,
        LaneLayout layout,
        int firstRow,
        int endRow,
        Map<String, Label> labels,
        Map<String, List<WalBars.Bar>> bars,
        List<TimeAxis.Mark> marks,
        Map<String, List<LaneSpots.Spot>> spots) {

    /** Where the time axis ends and lanes begin to be seen. */
    static final double AXIS_HEIGHT = 30;

    static final double LEFT = 40;

    /** To the right of now, when no words stand there. */
    private static final double RIGHT = 56;

    /** Longer names are cut: time needs the room more. */
    private static final double WIDEST_GUTTER = 236;

    static GraphFrame of(
            GraphViewModel graph,
            double width,
            double height,
            double wantedScrollY,
            TextWidths names,
            TextWidths details) {
        LaneOrder order = graph.orderProperty().get();
        double gutter = gutter(graph, order, width, height, names, details);
        TimeScale scale = graph.scale(LEFT, Math.max(LEFT + 1, width - gutter));
        double nowX = scale.x(graph.nowProperty().get());
        LaneLayout layout = LaneLayout.of(order, scale, nowX, height);
        double scrollY = Math.clamp(wantedScrollY, 0, Math.max(0, layout.height() - height));
        int first = layout.firstRow(scrollY - layout.rowHeight());
        int end = layout.endRow(scrollY + height);
        LabelPlacer placer = new LabelPlacer(0, width, nowX, gutter, layout.rowHeight());
        Map<String, Label> labels = new HashMap<>();
        Map<String, List<LaneSpots.Spot>> spots = new HashMap<>();
        for (Lane lane : layout.lanes().subList(first, end)) {
            Branch branch = lane.branch();
            spots.put(branch.id(), LaneSpots.of(graph.marks().of(branch), lane, scale));
            Label label =
                    placer.place(
                            lane,
                            layout.forks(lane.row()),
                            names.of(branch.name()),
                            details.of(GraphViewModel.detail(branch)));
            if (label != null) {
                labels.put(branch.id(), label);
            }
        }
        return new GraphFrame(
                width,
                height,
                scrollY,
                nowX,
                gutter,
                scale,
                layout,
                first,
                end,
                labels,
                WalBars.of(graph.ticks(), scale, 0, Math.min(width, nowX)),
                TimeAxis.marks(scale, 0, width, ZoneId.systemDefault()),
                spots);
    }

    /** As wide as the words that find no place elsewhere, within a share of the whole. */
    private static double gutter(
            GraphViewModel graph,
            LaneOrder order,
            double width,
            double height,
            TextWidths names,
            TextWidths details) {
        TimeScale scale = graph.scale(LEFT, Math.max(LEFT + 1, width - RIGHT));
        double nowX = scale.x(graph.nowProperty().get());
        LaneLayout layout = LaneLayout.of(order, scale, nowX, height);
        double widest = 0;
        for (Lane lane : layout.lanes()) {
            double name = names.of(lane.branch().name());
            double detail = details.of(GraphViewModel.detail(lane.branch()));
            if (LabelPlacer.needsGutter(
                    lane, layout.forks(lane.row()), name, detail, layout.rowHeight())) {
                widest = Math.max(widest, name + LabelPlacer.BETWEEN + detail);
            }
        }
        double wanted =
                widest == 0 ? RIGHT : widest + LabelPlacer.BESIDE_END + LabelPlacer.FROM_EDGE;
        return Math.clamp(wanted, RIGHT, Math.max(RIGHT, Math.min(WIDEST_GUTTER, width / 3)));
    }

    List<Lane> lanesInView() {
        return layout.lanes().subList(firstRow, endRow);
    }

    /** The lanes of which a part of the curve from their parent is in view. */
    List<Lane> curvesInView() {
        return layout.lanes().stream()
                .filter(Lane::hasParent)
                .filter(lane -> lane.row() >= firstRow && lane.parentRow() < endRow)
                .toList();
    }

    /** The lane whose row a height in the window belongs to; null below the last. */
    @Nullable Lane laneAt(double viewY) {
        if (layout.lanes().isEmpty() || viewY < AXIS_HEIGHT) {
            return null;
        }
        double row = (viewY + scrollY - LaneLayout.FIRST_LANE_Y) / layout.rowHeight() + 0.5;
        int index = (int) Math.floor(row);
        return index < 0 || index >= layout.lanes().size() ? null : layout.lanes().get(index);
    }
}
