package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.form.FormView;
import dev.cambium.gui.graph.GraphPlayhead;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The strip below the graph: a branch's past, the moment in words, and what can be done there. */
public final class TimelineView {

    /** A name of so many letters is never cut to make room for words. */
    private static final int SHORT_NAME = 12;

    /** What is left of a longer one, in pixels. */
    private static final double LEAST_TAG = 96;

    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");
    private static final PseudoClass AT_NOW = PseudoClass.getPseudoClass("at-now");

    @FXML private Label branchTag;
    @FXML private Label wordsLabel;
    @FXML private Button allButton;
    @FXML private Button bookmarkButton;
    @FXML private Button branchButton;
    @FXML private Button closeButton;
    @FXML private TextField timeField;
    @FXML private TextField lsnField;
    @FXML private Button calendarButton;
    @FXML private Button ddlButton;
    @FXML private Button bigWriteButton;
    @FXML private Button nowButton;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private SliderCanvas canvas;
    @FXML private Label sliceLabel;
    @FXML private Label remarkLabel;

    private final Parent root;
    private final TimelineViewModel timeline;
    private final Sheet sheet;
    private final BiConsumer<Branch, @Nullable PickedMoment> branching;

    /**
     * @param branching opens the dialog for a new branch; null stands for the present
     */
    public TimelineView(
            TimelineViewModel timeline,
            Sheet sheet,
            BiConsumer<Branch, @Nullable PickedMoment> branching,
            Runnable close) {
        this.timeline = timeline;
        this.sheet = sheet;
        this.branching = branching;
        root = Fxml.load("/dev/cambium/gui/timeline/Timeline.fxml", this);
        canvas.show(timeline);
        new SliderPointer(canvas, timeline, this::branchHere, this::bookmark);
        bindButtons(close);
        bindBoxes();
        errorLabel.textProperty().bind(timeline.troubleProperty());
        errorBox.visibleProperty().bind(timeline.troubleProperty().isNotEmpty());
        timeline.positionProperty().addListener((property, before, after) -> write());
        timeline.foundProperty().addListener((property, before, after) -> write());
        timeline.pastProperty().addListener((property, before, after) -> write());
        timeline.sightProperty().addListener((property, before, after) -> write());
        timeline.branchProperty().addListener((property, before, after) -> write());
        timeline.troubleProperty().addListener((property, before, after) -> showRefusal());
        write();
        keepTimeGoing();
    }

    public Parent root() {
        return root;
    }

    /** Puts the keys on the slider. */
    public void focus() {
        canvas.requestFocus();
    }

    /** Hears where the graph is to draw the playhead; null while it stands at now. */
    public void onPlayhead(Consumer<@Nullable GraphPlayhead> listener) {
        timeline.positionProperty()
                .addListener((property, before, after) -> listener.accept(playhead()));
        timeline.showingProperty()
                .addListener((property, before, after) -> listener.accept(playhead()));
    }

    private @Nullable GraphPlayhead playhead() {
        Position position = timeline.positionProperty().get();
        Instant now = timeline.nowProperty().get();
        return position instanceof Position.Now || !timeline.showingProperty().get()
                ? null
                : new GraphPlayhead(position.time(now), MomentWords.brief(position, now));
    }

    private void bindButtons(Runnable close) {
        ddlButton.setOnAction(event -> timeline.beforeLast(LastMark.DDL));
        bigWriteButton.setOnAction(event -> timeline.beforeLast(LastMark.BIG_WRITE));
        nowButton.setOnAction(event -> timeline.goToNow());
        allButton.setOnAction(event -> timeline.showAll());
        bookmarkButton.setOnAction(event -> bookmark());
        branchButton.setOnAction(event -> branchHere());
        closeButton.setOnAction(event -> close.run());
        ddlButton.setTooltip(new Tooltip(Text.get("timeline.before-ddl.tip")));
        bigWriteButton.setTooltip(new Tooltip(Text.get("timeline.before-big-write.tip")));
        bookmarkButton.setTooltip(new Tooltip(Text.get("timeline.bookmark")));
        allButton.setTooltip(new Tooltip(Text.get("timeline.all.tip")));
        KeyMap.TIMELINE.describe(closeButton);
    }

    private void bindBoxes() {
        bindBox(timeField, timeline::typeTime);
        bindBox(lsnField, timeline::typeLsn);
        calendarButton.setOnAction(event -> new DayChooser(timeline).show(calendarButton));
        calendarButton.setTooltip(new Tooltip(Text.get("timeline.calendar")));
    }

    /** What is typed counts with Enter; leaving the box any other way takes it back. */
    private void bindBox(TextField box, Consumer<String> go) {
        box.setOnAction(event -> go.accept(box.getText()));
        box.focusedProperty()
                .addListener(
                        (property, before, focused) -> {
                            if (!focused) {
                                writeBoxes();
                            }
                        });
        box.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        timeline.forgive();
                        canvas.requestFocus();
                        event.consume();
                    }
                });
    }

    private void keepTimeGoing() {
        Timeline clock =
                new Timeline(
                        new KeyFrame(
                                Duration.seconds(1),
                                event -> {
                                    if (timeline.showingProperty().get()) {
                                        timeline.tick(Instant.now());
                                        writeWords();
                                    }
                                }));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    private void write() {
        Branch branch = timeline.branchProperty().get();
        boolean none = branch == null;
        branchButton.setDisable(none);
        bookmarkButton.setDisable(none);
        ddlButton.setDisable(none);
        bigWriteButton.setDisable(none);
        branchTag.setText(none ? "" : branch.name());
        branchTag.setMinWidth(
                branchTag.getText().length() > SHORT_NAME ? LEAST_TAG : Region.USE_PREF_SIZE);
        root.getStyleClass().removeIf(each -> each.startsWith("kind-"));
        if (branch != null) {
            root.getStyleClass().add(BranchKind.of(branch).styleClass());
        }
        boolean now = timeline.positionProperty().get() instanceof Position.Now;
        root.pseudoClassStateChanged(AT_NOW, now);
        nowButton.setDisable(now && timeline.sightProperty().get().followsNow());
        allButton.setVisible(!timeline.sightProperty().get().all());
        allButton.setManaged(allButton.isVisible());
        writeWords();
        writeBoxes();
        Past past = timeline.pastProperty().get();
        Instant moment = timeline.positionProperty().get().time(timeline.nowProperty().get());
        String slice = MomentWords.slice(past.sliceUntil(moment));
        sliceLabel.setText(past.complete() ? slice : Text.get("slice.incomplete", slice).strip());
        FoundMoment found = timeline.foundProperty().get();
        remarkLabel.setText(found == null ? "" : MomentWords.remark(found));
        remarkLabel.setVisible(!remarkLabel.getText().isEmpty());
        remarkLabel.setManaged(remarkLabel.isVisible());
    }

    private void writeWords() {
        String words =
                MomentWords.spoken(
                        timeline.positionProperty().get(),
                        timeline.pastProperty().get(),
                        timeline.nowProperty().get());
        wordsLabel.setText(words);
        Branch branch = timeline.branchProperty().get();
        canvas.setAccessibleText(
                Text.get("timeline.spoken", branch == null ? "" : branch.name(), words));
    }

    /**
     * Exact time and LSN, as far as they are known; a box in which somebody types is left alone.
     */
    private void writeBoxes() {
        Position position = timeline.positionProperty().get();
        FoundMoment found = timeline.foundProperty().get();
        if (!timeField.isFocused()) {
            timeField.setText(time(position, found));
        }
        if (!lsnField.isFocused()) {
            lsnField.setText(lsn(position, found));
        }
    }

    /** Just before a mark is not its own time: the engine knows when the last commit before was. */
    private static String time(Position position, @Nullable FoundMoment found) {
        return switch (position) {
            case Position.Now at -> "";
            case Position.AtTime at -> Figures.rfc3339(at.time());
            case Position.AtLsn at -> Figures.rfc3339(at.time());
            case Position.AtMark at -> found == null ? "" : Figures.rfc3339(found.time());
        };
    }

    private static String lsn(Position position, @Nullable FoundMoment found) {
        if (position instanceof Position.Now) {
            return "";
        }
        String asked = position.asked();
        return asked.indexOf('/') >= 0 ? asked : found == null ? "" : found.lsn();
    }

    private void showRefusal() {
        root.pseudoClassStateChanged(REFUSED, !timeline.troubleProperty().get().isEmpty());
    }

    public void beforeLastDdl() {
        timeline.beforeLast(LastMark.DDL);
    }

    public void beforeLastBigWrite() {
        timeline.beforeLast(LastMark.BIG_WRITE);
    }

    public void goToNow() {
        timeline.goToNow();
    }

    /** Opens the dialog for a branch at the playhead. */
    public void branchHere() {
        Branch branch = timeline.branchProperty().get();
        if (branch != null) {
            branching.accept(branch, timeline.picked());
        }
    }

    private void bookmark() {
        Branch branch = timeline.branchProperty().get();
        if (branch == null) {
            return;
        }
        BookmarkForm bookmark =
                new BookmarkForm(
                        timeline.workspace(),
                        branch,
                        timeline.picked(),
                        timeline.pastProperty().get().marks());
        FormView.open(bookmark.form(timeline::refresh), sheet, words -> {});
    }
}
