package dev.cambium.gui.inspector;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchSpace;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a branch costs: a bar of what it shares, what it alone holds, its past, and its WAL. */
final class SpaceView {

    /**
     * Where a branch's bytes lie.
     *
     * @param logical as Postgres sees its databases; negative if that is not known
     * @param shared read by others, too
     * @param present what it alone holds of its present
     * @param history what only its past holds
     * @param wal its own WAL folder
     */
    record Space(long logical, long shared, long present, long history, long wal) {

        static Space of(Branch branch) {
            BranchSpace divided = branch.cambium().space();
            long logical = Objects.requireNonNullElse(branch.logicalSize(), -1L);
            long unique = branch.cambium().uniqueBytes();
            long history = divided == null ? 0 : Math.min(unique, divided.historyBytes());
            return new Space(
                    logical,
                    divided == null ? Math.max(0, logical - unique) : divided.sharedBytes(),
                    unique - history,
                    history,
                    branch.cambium().walBytes());
        }

        long sum() {
            return shared + present + history + wal;
        }

        /** What its deletion gives back. */
        long freed() {
            return present + history + wal;
        }
    }

    private final Label total = small("space");
    private final Label freed = small("space-freed");
    private final Region[] bars = {
        part("space-shared"), part("space-unique"), part("space-history"), part("space-wal")
    };
    private final Label[] words = {
        small("space-words-shared"),
        small("space-words-unique"),
        small("space-words-history"),
        small("space-words-wal")
    };
    private final HBox bar = new HBox();
    private final VBox root;
    private Space shown = new Space(-1, 0, 0, 0, 0);

    SpaceView() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label title = new Label(Text.get("inspector.space"));
        title.getStyleClass().add("small");
        HBox head = new HBox(title, gap, total);
        head.getStyleClass().add("block-head");
        bar.getStyleClass().add("space-bar");
        bar.getChildren().addAll(bars);
        bar.widthProperty().addListener((property, before, after) -> layOut());
        FlowPane legend = new FlowPane();
        legend.getStyleClass().add("legends");
        List<Node> entries = new ArrayList<>();
        String[] colours = {"space-shared", "space-unique", "space-history", "space-wal"};
        for (int i = 0; i < words.length; i++) {
            Region dot = part(colours[i]);
            dot.getStyleClass().add("legend");
            HBox entry = new HBox(dot, words[i]);
            entry.getStyleClass().add("block-head");
            entries.add(entry);
        }
        legend.getChildren().setAll(entries);
        root = new VBox(head, bar, legend, freed);
        root.getStyleClass().add("block");
    }

    private static Label small(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("small");
        return label;
    }

    private static Region part(String colour) {
        Region region = new Region();
        region.getStyleClass().add(colour);
        return region;
    }

    Node root() {
        return root;
    }

    void show(Branch branch) {
        shown = Space.of(branch);
        total.setText(
                shown.logical() < 0
                        ? Text.get("inspector.space.unknown")
                        : Text.get("inspector.space.logical", Figures.size(shown.logical())));
        write(0, "inspector.space.shared", shown.shared());
        write(1, "inspector.space.unique", shown.present());
        write(2, "inspector.space.history", shown.history());
        write(3, "inspector.space.wal", shown.wal());
        freed.setText(Text.get("inspector.space.freed", Figures.size(shown.freed())));
        layOut();
    }

    private void write(int index, String key, long bytes) {
        words[index].setText(Text.get(key, Figures.size(bytes)));
        Node entry = words[index].getParent();
        entry.setVisible(bytes > 0);
        entry.setManaged(bytes > 0);
    }

    private void layOut() {
        double width = bar.getWidth();
        double sum = Math.max(1, shown.sum());
        long[] bytes = {shown.shared(), shown.present(), shown.history(), shown.wal()};
        for (int i = 0; i < bars.length; i++) {
            double share = Math.floor(width * bytes[i] / sum);
            bars[i].setMinWidth(share);
            bars[i].setPrefWidth(share);
            bars[i].setMaxWidth(share);
        }
    }
}
