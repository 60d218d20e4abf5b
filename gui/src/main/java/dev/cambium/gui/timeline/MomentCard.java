package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkKind;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Instant;
import java.util.List;

/** Beside the slider: the moment, what was written since, and what can be done there. */
public final class MomentCard {

    /** What a card can hold without pushing everything else away. */
    private static final int MOST_TABLES = 6;

    private static final int MOST_CHANGES = 3;

    /** What can be done at a moment of a branch. */
    public interface Actions {
        void branch(Branch branch, @Nullable PickedMoment moment);

        void restore(Branch branch, PickedMoment moment);

        void snapshot(Branch branch, PickedMoment moment);

        void query(Branch branch, PickedMoment moment);

        /**
         * @param written the labels of the tables that were written since, most written first
         */
        void look(Branch branch, PickedMoment moment, List<String> written);
    }

    private final TimelineViewModel timeline;
    private final MomentCardViewModel card;
    private final Label time = new Label();
    private final Label lsn = new Label();
    private final Label words = new Label();
    private final Label summary = new Label();
    private final GridPane tables = new GridPane();
    private final VBox changes = new VBox();
    private final Button restore = button("moment-restore", "card.restore", "fth-corner-up-left");
    private final VBox root;

    public MomentCard(TimelineViewModel timeline, Actions actions) {
        this.timeline = timeline;
        card = new MomentCardViewModel(timeline);
        time.getStyleClass().add("panel-title");
        time.setId("card-time");
        lsn.getStyleClass().add("mono");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setId("card-words");
        summary.getStyleClass().add("small");
        summary.setWrapText(true);
        summary.setMinHeight(Region.USE_PREF_SIZE);
        summary.setId("card-summary");
        tables.getStyleClass().add("card-tables");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        name.setMinWidth(0);
        ColumnConstraints figures = new ColumnConstraints();
        figures.setHalignment(HPos.RIGHT);
        figures.setMinWidth(Region.USE_PREF_SIZE);
        tables.getColumnConstraints().setAll(name, figures);
        changes.getStyleClass().add("card-changes");
        Button branch = button("moment-branch", "card.branch", "fth-git-branch");
        branch.getStyleClass().add("primary");
        branch.setOnAction(event -> with(actions::branch));
        Button look = button("moment-look", "card.look", "fth-eye");
        look.setOnAction(event -> with((of, moment) -> actions.look(of, moment, written())));
        Button query = button("moment-query", "card.query", "fth-terminal");
        query.setOnAction(event -> with(actions::query));
        restore.setOnAction(event -> with(actions::restore));
        Button snapshot = button("moment-snapshot", "card.snapshot", "fth-camera");
        snapshot.setOnAction(event -> with(actions::snapshot));
        FlowPane buttons = new FlowPane(branch, restore, look, query, snapshot);
        buttons.getStyleClass().add("card-buttons");
        root =
                new VBox(
                        new javafx.scene.layout.HBox(8, time, lsn),
                        words,
                        summary,
                        changes,
                        tables,
                        buttons);
        root.getStyleClass().add("moment-card");
        root.setId("moment-card");
        root.managedProperty().bind(root.visibleProperty());
        timeline.positionProperty().addListener((property, before, after) -> show());
        timeline.foundProperty().addListener((property, before, after) -> show());
        timeline.pastProperty().addListener((property, before, after) -> show());
        timeline.showingProperty().addListener((property, before, after) -> show());
        timeline.branchProperty().addListener((property, before, after) -> show());
        card.sinceProperty().addListener((property, before, after) -> show());
        show();
    }

    private static Button button(String id, String key, String icon) {
        Button button = new Button(Text.get(key), new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add("compact");
        return button;
    }

    /** It is not visible while the slider stands at now. */
    public Node root() {
        return root;
    }

    @FunctionalInterface
    private interface At {
        void run(Branch branch, PickedMoment moment);
    }

    private void with(At action) {
        Branch branch = timeline.branchProperty().get();
        PickedMoment picked = timeline.picked();
        if (branch != null && picked != null) {
            action.run(branch, picked);
        }
    }

    private List<String> written() {
        return card.sinceProperty().get().tables().stream()
                .map(BranchTimeline.RelationWrites::label)
                .toList();
    }

    private void show() {
        Position position = timeline.positionProperty().get();
        Branch branch = timeline.branchProperty().get();
        boolean away =
                !(position instanceof Position.Now)
                        && timeline.showingProperty().get()
                        && branch != null;
        root.setVisible(away);
        if (!away || branch == null) {
            return;
        }
        Instant now = timeline.nowProperty().get();
        FoundMoment found = timeline.foundProperty().get();
        time.setText(Text.get("card.at", Figures.clock(position.time(now))));
        lsn.setText(found == null ? "" : found.lsn());
        words.setText(MomentWords.settled(position, timeline.pastProperty().get(), now));
        restore.setDisable(!BranchRules.whyNoRestore(branch).isEmpty());
        showSince(card.sinceProperty().get(), found == null);
    }

    private void showSince(MomentCardViewModel.Since since, boolean unknown) {
        tables.getChildren().clear();
        changes.getChildren().clear();
        fillSince(since, unknown);
        for (Region part : List.of(tables, changes)) {
            boolean any = !part.getChildrenUnmodifiable().isEmpty();
            part.setVisible(any);
            part.setManaged(any);
        }
    }

    private void fillSince(MomentCardViewModel.Since since, boolean unknown) {
        if (!since.trouble().isEmpty()) {
            summary.setText(since.trouble());
            return;
        }
        List<BranchTimeline.RelationWrites> written = since.tables();
        if (written.isEmpty()) {
            summary.setText(Text.get(unknown || !since.complete() ? "card.reading" : "card.same"));
        } else {
            summary.setText(Text.get("card.differs", written.size()));
        }
        int row = 0;
        for (BranchTimeline.RelationWrites each : written.stream().limit(MOST_TABLES).toList()) {
            Label name = new Label(each.label());
            name.getStyleClass().add("mono");
            name.setMinWidth(0);
            Label figures = new Label(MomentWords.rowsOf(each).strip());
            figures.getStyleClass().add("mono");
            tables.addRow(row++, name, figures);
        }
        if (written.size() > MOST_TABLES) {
            Label more = new Label(Text.get("tip.more", written.size() - MOST_TABLES));
            more.getStyleClass().add("small");
            tables.addRow(row, more);
        }
        for (BranchTimeline.Mark mark : since.schema().stream().limit(MOST_CHANGES).toList()) {
            Label line =
                    new Label(Text.get("card.change", Figures.clock(mark.time()), mark.label()));
            line.getStyleClass().add(MarkKind.loses(mark) ? "problem" : "small");
            changes.getChildren().add(line);
        }
        if (since.schema().size() > MOST_CHANGES) {
            Label more =
                    new Label(Text.get("card.changes.more", since.schema().size() - MOST_CHANGES));
            more.getStyleClass().add("small");
            changes.getChildren().add(more);
        }
    }
}
