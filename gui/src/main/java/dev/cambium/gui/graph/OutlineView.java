package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The branches as a tree with columns: the graph for who would rather read than look. */
public final class OutlineView {

    /** Of a menu that was asked for by keys, in pixels. */
    private static final double INDENT = 60;

    private final TreeTableView<Branch> table = new TreeTableView<>();
    private final GraphViewModel graph;
    private final BiFunction<Branch, @Nullable Instant, ContextMenu> menus;
    private final Map<String, Instant> written = new HashMap<>();
    private boolean filling;

    /**
     * @param menus makes the menu of a branch
     */
    public OutlineView(
            GraphViewModel graph, BiFunction<Branch, @Nullable Instant, ContextMenu> menus) {
        this.graph = graph;
        this.menus = menus;
        table.setId("outline");
        table.getStyleClass().addAll("outline", "rows");
        table.setOnContextMenuRequested(this::menuByKey);
        table.setShowRoot(false);
        table.setRoot(new TreeItem<>());
        table.setAccessibleText(Text.get("outline.title"));
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        column("outline.name", 240, Branch::name, name -> name);
        column("outline.state", 90, BranchState::of, BranchState::word, OutlineView::dot);
        column("outline.size", 90, OutlineView::size, Figures::size);
        column("outline.created", 120, Branch::createdAt, Figures::moment);
        column("outline.parent", 140, this::parent, name -> name);
        column("outline.active", 120, this::active, Figures::moment);
        column("outline.port", 70, branch -> branch.cambium().port(), String::valueOf);
        column(
                "outline.expires",
                120,
                branch -> Objects.requireNonNullElse(branch.expiresAt(), Instant.MAX),
                at -> at.equals(Instant.MAX) ? "" : Figures.moment(at));
        table.setRowFactory(view -> new Row());
        graph.orderProperty().addListener((property, before, after) -> fill());
        graph.searchProperty().addListener((property, before, after) -> table.refresh());
        graph.ticks().addListener((ListChangeListener<Tick>) change -> noteTicks());
        graph.selectedProperty().addListener((property, before, after) -> choose(after));
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (property, before, after) -> {
                            if (!filling && after != null && after.getValue() != null) {
                                graph.select(after.getValue().id());
                            }
                        });
        noteTicks();
        fill();
    }

    public TreeTableView<Branch> root() {
        return table;
    }

    /** Rows hear of the pointer, and only the table of the keys. */
    private void menuByKey(ContextMenuEvent event) {
        TreeItem<Branch> chosen = table.getSelectionModel().getSelectedItem();
        if (event.isKeyboardTrigger() && chosen != null && chosen.getValue() != null) {
            Bounds bounds = table.localToScreen(table.getLayoutBounds());
            menus.apply(chosen.getValue(), null)
                    .show(table, bounds.getMinX() + INDENT, bounds.getMinY() + INDENT);
            event.consume();
        }
    }

    private static long size(Branch branch) {
        Long logical = branch.logicalSize();
        return branch.parentId() == null
                ? Objects.requireNonNullElse(logical, 0L)
                : branch.cambium().uniqueBytes();
    }

    private String parent(Branch branch) {
        return graph.nameOf(branch.parentId());
    }

    private Instant active(Branch branch) {
        return written.getOrDefault(branch.id(), branch.createdAt());
    }

    private void noteTicks() {
        for (Tick tick : graph.ticks()) {
            written.merge(tick.branchId(), tick.time(), (one, two) -> one.isAfter(two) ? one : two);
        }
        table.refresh();
    }

    private <T extends Comparable<? super T>> void column(
            String key, double width, Function<Branch, T> value, Function<T, String> words) {
        column(key, width, value, words, item -> null);
    }

    /** The dot that the inspector and the lane have, too. */
    private static Node dot(BranchState state) {
        Region dot = new Region();
        dot.getStyleClass().addAll("state-dot", "state-" + state.name().toLowerCase(Locale.ROOT));
        return dot;
    }

    private <T extends Comparable<? super T>> void column(
            String key,
            double width,
            Function<Branch, T> value,
            Function<T, String> words,
            Function<T, @Nullable Node> graphic) {
        TreeTableColumn<Branch, T> column = new TreeTableColumn<>(Text.get(key));
        column.setPrefWidth(width);
        column.setCellValueFactory(
                row -> {
                    Branch branch = row.getValue().getValue();
                    return branch == null ? null : new ReadOnlyObjectWrapper<>(value.apply(branch));
                });
        column.setCellFactory(
                made ->
                        new javafx.scene.control.TreeTableCell<>() {
                            @Override
                            protected void updateItem(@Nullable T item, boolean empty) {
                                super.updateItem(item, empty);
                                if (empty || item == null) {
                                    setText("");
                                    setGraphic(null);
                                    return;
                                }
                                setText(words.apply(item));
                                setGraphic(graphic.apply(item));
                            }
                        });
        table.getColumns().add(column);
    }

    private void fill() {
        filling = true;
        Set<String> folded = new HashSet<>();
        note(table.getRoot(), folded);
        Map<String, TreeItem<Branch>> items = new HashMap<>();
        TreeItem<Branch> root = new TreeItem<>();
        for (Branch branch : graph.orderProperty().get().rows()) {
            TreeItem<Branch> item = new TreeItem<>(branch);
            item.setExpanded(!folded.contains(branch.id()));
            items.put(branch.id(), item);
            String parent = branch.parentId();
            TreeItem<Branch> above = parent == null ? null : items.get(parent);
            (above == null ? root : above).getChildren().add(item);
        }
        table.setRoot(root);
        filling = false;
        choose(graph.selectedProperty().get());
    }

    private static void note(TreeItem<Branch> item, Set<String> folded) {
        for (TreeItem<Branch> child : item.getChildren()) {
            if (!child.isLeaf() && !child.isExpanded()) {
                folded.add(child.getValue().id());
            }
            note(child, folded);
        }
    }

    private void choose(@Nullable Branch branch) {
        if (branch == null) {
            return;
        }
        for (int row = 0; row < table.getExpandedItemCount(); row++) {
            Branch shown = table.getTreeItem(row).getValue();
            if (shown != null && shown.id().equals(branch.id())) {
                if (table.getSelectionModel().getSelectedIndex() != row) {
                    filling = true;
                    table.getSelectionModel().clearAndSelect(row);
                    filling = false;
                }
                return;
            }
        }
    }

    /** What is not searched for is paler; the menu acts on the row. */
    private final class Row extends TreeTableRow<Branch> {

        Row() {
            setOnContextMenuRequested(this::menu);
        }

        private void menu(ContextMenuEvent event) {
            Branch branch = getItem();
            if (branch != null) {
                graph.select(branch.id());
                menus.apply(branch, null).show(this, event.getScreenX(), event.getScreenY());
                event.consume();
            }
        }

        @Override
        protected void updateItem(@Nullable Branch branch, boolean empty) {
            super.updateItem(branch, empty);
            boolean pale = branch != null && graph.searching() && !graph.matches(branch);
            setOpacity(pale ? 0.35 : 1);
        }
    }
}
