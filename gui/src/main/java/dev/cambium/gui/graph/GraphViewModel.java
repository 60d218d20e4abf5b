package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the graph shows: lanes in order, the stretch of time in view, and what is searched for. */
public final class GraphViewModel {

    static final double MOST_ZOOM = 5000;
    private static final double ZOOM_STEP = 1.5;

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<LaneOrder> order =
            new ReadOnlyObjectWrapper<>(LaneOrder.EMPTY);
    private final ObjectProperty<LaneFilter> filter = new SimpleObjectProperty<>(LaneFilter.ALL);
    private final StringProperty search = new SimpleStringProperty("");
    private final DoubleProperty zoom = new SimpleDoubleProperty(1);
    private final ObjectProperty<@Nullable Instant> rightEdge = new SimpleObjectProperty<>(null);
    private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());

    private final ObjectProperty<@Nullable GraphPlayhead> playhead =
            new SimpleObjectProperty<>(null);

    private final LaneMarks marks;

    public GraphViewModel(Workspace workspace) {
        this.workspace = workspace;
        marks = new LaneMarks(workspace);
        workspace.branches().addListener((ListChangeListener<Branch>) change -> arrange());
        filter.addListener((property, before, after) -> arrange());
        workspace.projectProperty().addListener((property, before, after) -> rightEdge.set(null));
        arrange();
    }

    private void arrange() {
        order.set(LaneOrder.of(filter.get().of(workspace.branches())));
    }

    /** Which branches have a lane. */
    ObjectProperty<LaneFilter> filterProperty() {
        return filter;
    }

    /** The name of a branch; empty if there is none. */
    String nameOf(@Nullable String branchId) {
        return workspace.branch(branchId).map(Branch::name).orElse("");
    }

    /** How many branches have none. */
    int hiddenCount() {
        return workspace.branches().size() - order.get().rows().size();
    }

    public void hide(Branch branch) {
        filter.set(filter.get().hiding(branch.id()));
    }

    /** Shows a branch with its ancestors and descendants alone. */
    public void solo(Branch branch) {
        filter.set(filter.get().alone(branch.id()));
    }

    public void showAll() {
        filter.set(LaneFilter.ALL);
    }

    /** When the oldest lane begins. */
    Instant oldest() {
        return order.get().rows().stream()
                .map(LaneOrder::branchedAt)
                .min(Instant::compareTo)
                .orElse(now.get());
    }

    ReadOnlyObjectProperty<LaneOrder> orderProperty() {
        return order.getReadOnlyProperty();
    }

    LaneMarks marks() {
        return marks;
    }

    ObservableList<Tick> ticks() {
        return workspace.ticks();
    }

    public ReadOnlyObjectProperty<@Nullable Branch> selectedProperty() {
        return workspace.selectedProperty();
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** How many times closer than everything from the oldest branch to now; at least 1. */
    public DoubleProperty zoomProperty() {
        return zoom;
    }

    /** The moment at the right end; null means now, and goes on with it. */
    ObjectProperty<@Nullable Instant> rightEdgeProperty() {
        return rightEdge;
    }

    ObjectProperty<Instant> nowProperty() {
        return now;
    }

    /** The moment that the slider stands at; null while that is now. */
    public ObjectProperty<@Nullable GraphPlayhead> playheadProperty() {
        return playhead;
    }

    public void select(String branchId) {
        workspace.select(branchId);
    }

    /** Chooses the lane so many rows further down; stops at the ends. */
    void moveSelection(int rows) {
        List<Branch> lanes = order.get().rows();
        if (lanes.isEmpty()) {
            return;
        }
        Branch selected = workspace.selectedProperty().get();
        Integer at = selected == null ? null : order.get().rowOf().get(selected.id());
        int next = at == null ? 0 : Math.clamp((long) at + rows, 0, lanes.size() - 1);
        workspace.select(lanes.get(next).id());
    }

    /** Chooses the selected lane's parent: the way left in the tree. */
    void moveToParent() {
        Branch selected = workspace.selectedProperty().get();
        if (selected != null && selected.parentId() != null) {
            workspace.select(selected.parentId());
        }
    }

    /** Chooses the selected lane's youngest child: the way right in the tree. */
    void moveToChild() {
        Branch selected = workspace.selectedProperty().get();
        if (selected != null && !workspace.children(selected).isEmpty()) {
            moveSelection(1);
        }
    }

    boolean searching() {
        return !search.get().isBlank();
    }

    boolean matches(Branch branch) {
        return branch.name().toLowerCase(Locale.ROOT).contains(needle());
    }

    private String needle() {
        return search.get().strip().toLowerCase(Locale.ROOT);
    }

    /** What was found: {@code 2 of 9}, and how many more are hidden; empty without a search. */
    public String searchResult() {
        if (!searching()) {
            return "";
        }
        List<Branch> lanes = order.get().rows();
        long found = lanes.stream().filter(this::matches).count();
        long hidden = workspace.branches().stream().filter(this::matches).count() - found;
        return hidden == 0
                ? Text.get("search.result", found, lanes.size())
                : Text.get("search.result.hidden", found, lanes.size(), hidden);
    }

    /** Chooses the next branch that matches, from the chosen one on and round the end. */
    public void selectNextMatch() {
        List<Branch> lanes = order.get().rows();
        Branch selected = workspace.selectedProperty().get();
        Integer at = selected == null ? null : order.get().rowOf().get(selected.id());
        for (int i = 1; i <= lanes.size(); i++) {
            Branch candidate = lanes.get(((at == null ? -1 : at) + i) % lanes.size());
            if (matches(candidate)) {
                workspace.select(candidate.id());
                return;
            }
        }
    }

    /** The scale that shows everything from the oldest branch to now, then the zoom on it. */
    TimeScale scale(double left, double right) {
        TimeScale fitting = TimeScale.fitting(oldest(), now.get(), left, right);
        Instant edge = rightEdge.get() == null ? now.get() : rightEdge.get();
        return new TimeScale(edge, right, fitting.pixelsPerMilli() * zoom.get());
    }

    /** Zooms so that the moment under {@code x} stays there. */
    void zoomAround(double x, double factor, double left, double right) {
        double zoomed = Math.clamp(zoom.get() * factor, 1, MOST_ZOOM);
        TimeScale scale = scale(left, right).zoomedAround(x, zoomed / zoom.get());
        zoom.set(zoomed);
        showUntil(scale.time(right));
    }

    void pan(double pixels, double left, double right) {
        showUntil(scale(left, right).time(right - pixels));
    }

    /** Moves the view so that it ends at a moment, or at now. */
    void showUntil(Instant edge) {
        boolean atNow = zoom.get() <= 1.0001 || !edge.isBefore(now.get());
        rightEdge.set(atNow ? null : notBeforeOldest(edge));
    }

    private Instant notBeforeOldest(Instant edge) {
        return order.get().rows().stream()
                .map(LaneOrder::branchedAt)
                .min(Instant::compareTo)
                .map(oldest -> edge.isBefore(oldest) ? oldest : edge)
                .orElse(edge);
    }

    public void zoomIn() {
        zoom.set(Math.min(MOST_ZOOM, zoom.get() * ZOOM_STEP));
    }

    public void zoomOut() {
        zoom.set(Math.max(1, zoom.get() / ZOOM_STEP));
        if (zoom.get() <= 1) {
            rightEdge.set(null);
        }
    }

    public void fit() {
        zoom.set(1);
        rightEdge.set(null);
    }

    /**
     * State, protection, size and owner, as they stand beside the name. A root's size is all that
     * it holds; what a child shares with its parent costs nothing, so its size is what it alone
     * holds.
     */
    static String detail(Branch branch) {
        String word = BranchState.of(branch).word();
        Long size =
                branch.parentId() == null
                        ? branch.logicalSize()
                        : Long.valueOf(branch.cambium().uniqueBytes());
        Branch.Maker owner = branch.createdBy();
        return Stream.of(
                        word,
                        branch.isProtected() ? Text.get("lane.detail.protected") : "",
                        size == null ? "" : Figures.size(size),
                        owner == null ? "" : owner.name())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(Text.get("lane.detail.between")));
    }

    /** What a screen reader says of a lane. */
    String spoken(Branch branch) {
        int row = order.get().rowOf().getOrDefault(branch.id(), 0) + 1;
        String parent =
                workspace
                        .branch(branch.parentId())
                        .map(each -> Text.get("lane.spoken.parent", each.name()))
                        .orElse(Text.get("lane.spoken.root"));
        return Text.get(
                "lane.spoken",
                branch.name(),
                parent,
                detail(branch),
                row,
                order.get().rows().size());
    }
}
