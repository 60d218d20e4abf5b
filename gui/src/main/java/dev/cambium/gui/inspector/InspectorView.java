package dev.cambium.gui.inspector;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.branch.Opener;
import dev.cambium.gui.control.KeepInView;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.verb.BranchActions;
import dev.cambium.gui.verb.BranchDialogs;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The chosen branch: what it is, how to connect, how it is, what it costs, what one can do. */
public final class InspectorView {

    @FXML private Label nameLabel;
    @FXML private FlowPane tags;
    @FXML private Label defaultTag;
    @FXML private Label protectedTag;
    @FXML private Label schemaTag;
    @FXML private Label expiryTag;
    @FXML private MenuButton formatMenu;
    @FXML private ToggleButton revealButton;
    @FXML private Label connectionLabel;
    @FXML private Button copyButton;
    @FXML private Button psqlButton;
    @FXML private Region stateDot;
    @FXML private Label stateLabel;
    @FXML private Hyperlink suspendsLink;
    @FXML private Hyperlink parentLink;
    @FXML private Label parentLabel;
    @FXML private Label createdLabel;
    @FXML private Label branchedKey;
    @FXML private Label branchedLabel;
    @FXML private Label headLabel;
    @FXML private Label historyLabel;
    @FXML private Label portLabel;
    @FXML private VBox reasonBox;
    @FXML private Label reasonLabel;
    @FXML private VBox spacePlace;
    @FXML private VBox finishBox;
    @FXML private Label finishLabel;
    @FXML private Button finishButton;
    @FXML private ScrollPane scroll;
    @FXML private VBox cardPlace;
    @FXML private VBox sectionsPlace;
    @FXML private Button startButton;
    @FXML private FontIcon startIcon;
    @FXML private Button resetButton;
    @FXML private Button snapshotButton;
    @FXML private MenuButton moreMenu;
    @FXML private Label ruleLabel;

    private final Parent root;
    private String shown = "";
    private final InspectorViewModel inspector;
    private final ContentsViewModel contents;
    private final SpaceView space = new SpaceView();

    /**
     * @param card what is to be said of the moment that the slider stands at; it is gone while that
     *     is now
     */
    public InspectorView(
            InspectorViewModel inspector,
            BranchDialogs dialogs,
            BranchActions actions,
            Opener terminal,
            Node card) {
        this.inspector = inspector;
        root = Fxml.load("/dev/cambium/gui/inspector/Inspector.fxml", this);
        contents = new ContentsViewModel(inspector.workspace());
        spacePlace.getChildren().add(space.root());
        cardPlace.getChildren().add(card);
        cardPlace.managedProperty().bind(card.visibleProperty());
        KeepInView.of(scroll, cardPlace);
        sectionsPlace.getChildren().add(new ContentsView(contents, dialogs).root());
        bindFormats();
        bindConnection();
        bindActions(dialogs, actions, terminal);
        inspector.selectedProperty().addListener((property, before, after) -> show(after));
        contents.contentsProperty().addListener((property, before, after) -> showSuspends());
        inspector
                .workspace()
                .projectProperty()
                .addListener((property, before, after) -> showSuspends());
        show(inspector.selectedProperty().get());
        keepAgeTrue();
    }

    private void bindActions(BranchDialogs dialogs, BranchActions actions, Opener terminal) {
        parentLink.textProperty().bind(inspector.parentProperty());
        parentLabel.textProperty().bind(inspector.parentProperty());
        parentLink.setOnAction(event -> inspector.selectParent());
        copyButton.setOnAction(
                event ->
                        withBranch(
                                branch ->
                                        dialogs.copyConnection(
                                                branch, inspector.formatProperty().get())));
        psqlButton.setOnAction(
                event ->
                        withBranch(
                                branch -> {
                                    if (terminal.whyNot().isEmpty()) {
                                        terminal.open(branch);
                                    } else {
                                        dialogs.copyConnection(branch, ConnectionFormat.PSQL);
                                    }
                                }));
        startButton.setOnAction(event -> withBranch(dialogs::startOrSuspend));
        suspendsLink.setOnAction(event -> withBranch(dialogs::settings));
        resetButton.setOnAction(event -> withBranch(dialogs::reset));
        snapshotButton.setOnAction(event -> withBranch(dialogs::snapshot));
        finishButton.setOnAction(event -> withBranch(dialogs::finish));
        moreMenu.setOnShowing(
                event -> withBranch(branch -> moreMenu.getItems().setAll(actions.items(branch))));
        withBranch(branch -> moreMenu.getItems().setAll(actions.items(branch)));
        // A menu without items does not open, so it never is without.
        inspector
                .selectedProperty()
                .addListener(
                        (property, before, after) -> {
                            if (after != null && !moreMenu.isShowing()) {
                                moreMenu.getItems().setAll(actions.items(after));
                            }
                        });
        KeyMap.PSQL.describe(psqlButton);
        KeyMap.START_SUSPEND.describe(startButton);
        KeyMap.RESET.describe(resetButton);
        KeyMap.SNAPSHOT.describe(snapshotButton);
        KeyMap.COPY_CONNECTION.describe(copyButton);
    }

    /** "2 min ago" is true for a minute only, also while nothing happens to the branch. */
    private void keepAgeTrue() {
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(30), event -> writeAge()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    private void writeAge() {
        withBranch(branch -> createdLabel.setText(InspectorViewModel.created(branch)));
    }

    public Parent root() {
        return root;
    }

    private void withBranch(Consumer<Branch> action) {
        Branch branch = inspector.selectedProperty().get();
        if (branch != null) {
            action.accept(branch);
        }
    }

    private void bindFormats() {
        ToggleGroup group = new ToggleGroup();
        for (ConnectionFormat format : ConnectionFormat.values()) {
            RadioMenuItem item = new RadioMenuItem(format.title());
            item.setToggleGroup(group);
            item.setSelected(format == inspector.formatProperty().get());
            item.setOnAction(event -> inspector.formatProperty().set(format));
            formatMenu.getItems().add(item);
        }
        formatMenu.setText(inspector.formatProperty().get().title());
        inspector
                .formatProperty()
                .addListener((property, before, after) -> formatMenu.setText(after.title()));
    }

    private void bindConnection() {
        revealButton.selectedProperty().bindBidirectional(inspector.revealedProperty());
        revealButton
                .textProperty()
                .bind(
                        inspector
                                .revealedProperty()
                                .map(
                                        shown ->
                                                Text.get(
                                                        shown
                                                                ? "inspector.hide"
                                                                : "inspector.reveal")));
        connectionLabel.textProperty().bind(inspector.connectionProperty());
        Tooltip whole = new Tooltip();
        whole.getStyleClass().add("mono-tooltip");
        whole.setWrapText(true);
        whole.setMaxWidth(420);
        whole.textProperty().bind(inspector.connectionProperty());
        connectionLabel.setTooltip(whole);
    }

    private void show(@Nullable Branch branch) {
        root.setVisible(branch != null);
        if (branch == null) {
            return;
        }
        if (!branch.id().equals(shown)) {
            shown = branch.id();
            scroll.setVvalue(0);
        }
        nameLabel.setText(branch.name());
        nameLabel.setTooltip(new Tooltip(branch.name()));
        recolor(branch);
        showTags(branch);
        showFacts(branch);
        showSuspends();
        space.show(branch);
        showActions(branch);
    }

    private void recolor(Branch branch) {
        List<String> kinds = Stream.of(BranchKind.values()).map(BranchKind::styleClass).toList();
        root.getStyleClass().removeAll(kinds);
        root.getStyleClass().add(BranchKind.of(branch).styleClass());
    }

    private void showTags(Branch branch) {
        present(defaultTag, branch.isDefault());
        present(protectedTag, branch.isProtected());
        String schemaFrom = branch.cambium().schemaFrom();
        boolean masked = branch.cambium().masked();
        present(schemaTag, masked || schemaFrom != null);
        schemaTag.setText(Text.get(masked ? "inspector.anonymized" : "inspector.schema-only"));
        schemaTag.setTooltip(schemaFrom == null ? null : new Tooltip(schemaFrom));
        Instant expires = branch.expiresAt();
        present(expiryTag, expires != null);
        expiryTag.setText(
                expires == null ? "" : Text.get("inspector.expires", Figures.moment(expires)));
        present(tags, tags.getChildren().stream().anyMatch(Node::isManaged));
    }

    private void showFacts(Branch branch) {
        BranchState state = BranchState.of(branch);
        stateLabel.setText(state.word());
        stateDot.getStyleClass()
                .setAll("state-dot", "state-" + state.name().toLowerCase(Locale.ROOT));
        String reason = branch.cambium().stateReason();
        present(reasonBox, reason != null);
        reasonLabel.setText(reason == null ? "" : reason);
        boolean child = branch.parentId() != null;
        present(parentLink, child);
        present(parentLabel, !child);
        createdLabel.setText(InspectorViewModel.created(branch));
        createdLabel.setTooltip(new Tooltip(Figures.exact(branch.createdAt())));
        present(branchedKey, child);
        present(branchedLabel, child);
        branchedLabel.setText(orUnknown(branch.parentLsn()));
        headLabel.setText(orUnknown(branch.cambium().headLsn()));
        MomentRange range = branch.cambium().history();
        historyLabel.setText(
                range == null
                        ? Text.get("inspector.history.none")
                        : Text.get("inspector.history.since", Figures.moment(first(range))));
        portLabel.setText(String.valueOf(branch.cambium().port()));
    }

    private static Instant first(MomentRange range) {
        return range.earlier().isEmpty() ? range.fromTime() : range.earlier().getFirst().fromTime();
    }

    /** When its compute falls asleep; the link leads to all settings. */
    private void showSuspends() {
        long seconds =
                contents.contentsProperty().get().endpoints().stream()
                        .filter(each -> each.type().equals("read_write"))
                        .map(Endpoint::suspendTimeoutSeconds)
                        .findFirst()
                        .orElse(0L);
        Project project = inspector.workspace().projectProperty().get();
        if (project != null) {
            suspendsLink.setText(SuspendWords.of(seconds, project.defaultEndpointSettings()));
        }
    }

    private static String orUnknown(@Nullable String lsn) {
        return lsn == null ? Text.get("lsn.unknown") : lsn;
    }

    private void showActions(Branch branch) {
        boolean awake = BranchState.of(branch).awake();
        startButton.setText(Text.get(awake ? "inspector.suspend" : "inspector.start"));
        startIcon.setIconLiteral(awake ? "fth-moon" : "fth-play");
        startButton.setDisable(!BranchRules.whyNoStartOrSuspend(branch).isEmpty());
        String noReset = BranchRules.whyNoReset(branch);
        resetButton.setDisable(!noReset.isEmpty());
        ruleLabel.setText(
                noReset.isEmpty()
                        ? Text.get(
                                "inspector.reset.consequence",
                                branch.name(),
                                inspector.parentProperty().get())
                        : noReset);
        boolean finish = BranchRules.awaitsFinish(branch);
        present(finishBox, finish);
        finishLabel.setText(
                finish
                        ? Text.get(
                                "inspector.finish.note",
                                inspector
                                        .workspace()
                                        .branch(branch.restoredAs())
                                        .map(Branch::name)
                                        .orElse(""))
                        : "");
    }

    private static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }
}
