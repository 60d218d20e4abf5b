package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.branch.ReachWords;
import dev.cambium.gui.branch.TypedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * Which moment of a branch is meant: its present, one that was picked, a time, an LSN, a snapshot.
 */
final class MomentInput {

    /** How it is named. */
    enum Way {
        NOW("moment.way.now"),
        /** On the slider or in the graph. */
        PICKED("moment.way.picked"),
        TIME("moment.way.time"),
        LSN("moment.way.lsn"),
        SNAPSHOT("moment.way.snapshot");

        private final String key;

        Way(String key) {
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    private final Workspace workspace;
    private final ObservableValue<@Nullable Branch> branch;
    private final boolean snapshotsToo;
    private final ObjectProperty<@Nullable PickedMoment> picked;
    private final ObservableList<Way> ways = FXCollections.observableArrayList();
    private final ObservableList<Snapshot> snapshots = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Way> way = new SimpleObjectProperty<>(Way.NOW);
    private final StringProperty time = new SimpleStringProperty("");
    private final StringProperty lsn = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Snapshot> snapshot = new SimpleObjectProperty<>(null);
    private final StringBinding problem;

    /**
     * @param branch whose moment it is
     * @param picked a moment of the branch that is chosen at first; null if none was
     * @param snapshotsToo whether a snapshot of the branch may be meant
     */
    MomentInput(
            Workspace workspace,
            ObservableValue<@Nullable Branch> branch,
            @Nullable PickedMoment picked,
            boolean snapshotsToo) {
        this.workspace = workspace;
        this.branch = branch;
        this.snapshotsToo = snapshotsToo;
        this.picked = new SimpleObjectProperty<>(picked);
        Branch first = branch.getValue();
        String owner = first == null ? "" : first.id();
        problem =
                Bindings.createStringBinding(
                        this::find, branch, way, time, lsn, snapshot, workspace.branches());
        follow(picked);
        branch.addListener(
                (property, before, after) ->
                        // A moment belongs to the branch that it was picked on.
                        follow(after != null && after.id().equals(owner) ? picked : null));
    }

    private void follow(@Nullable PickedMoment moment) {
        picked.set(moment);
        Branch of = branch.getValue();
        snapshots.setAll(
                workspace.snapshots().stream()
                        .filter(each -> snapshotsToo && of != null)
                        .filter(each -> each.sourceBranchId().equals(of.id()))
                        .toList()
                        .reversed());
        snapshot.set(snapshots.isEmpty() ? null : snapshots.getFirst());
        ways.setAll(Way.NOW, Way.TIME, Way.LSN);
        if (moment != null) {
            ways.addFirst(Way.PICKED);
        }
        if (!snapshots.isEmpty()) {
            ways.add(Way.SNAPSHOT);
        }
        way.set(moment == null ? Way.NOW : Way.PICKED);
    }

    private String find() {
        Way chosen = way.get();
        if (chosen == null) {
            return Text.get("moment.way.missing");
        }
        return switch (chosen) {
            case NOW -> "";
            case SNAPSHOT -> snapshot.get() == null ? Text.get("moment.way.missing") : "";
            case PICKED -> ReachWords.problem(known(), picked.get());
            case TIME ->
                    time.get().isBlank()
                            ? Text.get("moment.way.missing")
                            : problemOf(TypedMoment.time(time.get(), ZoneId.systemDefault()));
            case LSN ->
                    lsn.get().isBlank()
                            ? Text.get("moment.way.missing")
                            : problemOf(TypedMoment.lsn(lsn.get()));
        };
    }

    private String problemOf(TypedMoment typed) {
        return typed.problem().isEmpty() && !typed.asked().equals(TypedMoment.HEAD)
                ? ReachWords.problem(known(), new PickedMoment(typed.asked(), ""))
                : typed.problem();
    }

    /** The branch as the engine told of it last. */
    private @Nullable Branch known() {
        Branch chosen = branch.getValue();
        return chosen == null ? null : workspace.branch(chosen.id()).orElse(chosen);
    }

    ObjectProperty<@Nullable Way> way() {
        return way;
    }

    StringProperty time() {
        return time;
    }

    StringProperty lsn() {
        return lsn;
    }

    /** Why it cannot be opened; empty when it can, as far as is known here. */
    StringBinding problem() {
        return problem;
    }

    /** The snapshot that is meant; null if a moment is. */
    @Nullable Snapshot snapshot() {
        return way.get() == Way.SNAPSHOT ? snapshot.get() : null;
    }

    /** What to ask the engine for; null means the present. */
    @Nullable String asked() {
        Way chosen = way.get();
        if (chosen == null) {
            return null;
        }
        return switch (chosen) {
            case NOW, SNAPSHOT -> null;
            case PICKED -> Objects.requireNonNull(picked.get()).asked();
            case TIME -> orNow(TypedMoment.time(time.get(), ZoneId.systemDefault()));
            case LSN -> orNow(TypedMoment.lsn(lsn.get()));
        };
    }

    private static @Nullable String orNow(TypedMoment typed) {
        boolean now = typed.asked().equals(TypedMoment.HEAD) || typed.asked().isEmpty();
        return now ? null : typed.asked();
    }

    /** All that changes what is asked for. */
    javafx.beans.Observable[] parts() {
        return new javafx.beans.Observable[] {way, time, lsn, snapshot, picked};
    }

    List<Field> fields(String prefix) {
        StringBinding words =
                Bindings.createStringBinding(
                        () -> {
                            PickedMoment moment = picked.get();
                            return way.get() == Way.PICKED && moment != null ? moment.words() : "";
                        },
                        way,
                        picked);
        StringBinding reach =
                Bindings.createStringBinding(
                        () -> way.get() == Way.SNAPSHOT ? "" : ReachWords.of(known()),
                        way,
                        branch,
                        workspace.branches());
        StringBinding pickedProblem =
                Bindings.createStringBinding(
                        () -> way.get() == Way.PICKED ? problem.get() : "", way, problem);
        return List.of(
                Field.Choice.of(prefix + "-way", "moment.way", ways, way, Way::words),
                new Field.Sentence(prefix + "-moment", words, Field.Tone.PICKED),
                new Field.Sentence(prefix + "-moment-problem", pickedProblem, Field.Tone.PROBLEM),
                Field.Words.line(prefix + "-time", "moment.way.time.label", time, problem)
                        .prompt(Figures.toTheSecond(Instant.now().minus(Duration.ofMinutes(10))))
                        .when(way.isEqualTo(Way.TIME)),
                Field.Words.line(prefix + "-lsn", "moment.way.lsn.label", lsn, problem)
                        .prompt("0/1A2B3C8")
                        .when(way.isEqualTo(Way.LSN)),
                Field.Choice.of(
                                prefix + "-snapshot",
                                "moment.way.snapshot.label",
                                snapshots,
                                snapshot,
                                each ->
                                        Text.get(
                                                "snapshot.option",
                                                each.name(),
                                                Figures.moment(each.timestamp())))
                        .when(way.isEqualTo(Way.SNAPSHOT)),
                new Field.Sentence(prefix + "-reach", reach, Field.Tone.NOTE));
    }
}
