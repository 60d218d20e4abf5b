package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The forms of snapshots. */
final class SnapshotForms {

    private SnapshotForms() {}

    private static List<String> names(VerbRunner runner) {
        return runner.workspace().snapshots().stream().map(Snapshot::name).toList();
    }

    static Form create(VerbRunner runner, Branch branch, @Nullable PickedMoment picked) {
        ObjectProperty<@Nullable Branch> of = new SimpleObjectProperty<>(branch);
        NameInput name = NameInput.among("", false, names(runner));
        MomentInput moment = new MomentInput(runner.workspace(), of, picked, false);
        ExpiryInput expiry = new ExpiryInput(null);
        Observable[] parts =
                Stream.concat(
                                Stream.of(moment.parts()),
                                Stream.of(name.value(), expiry.time(), expiry.typed()))
                        .toArray(Observable[]::new);
        StringBinding command =
                Bindings.createStringBinding(
                        () -> command(branch, name, moment, expiry).toString(), parts);
        List<Field> fields = new ArrayList<>();
        fields.add(
                name.field("snapshot-name", "snapshot.name")
                        .prompt(Text.get("snapshot.name.prompt")));
        fields.addAll(moment.fields("snapshot"));
        fields.addAll(expiry.fields("snapshot"));
        fields.add(new Field.Command("snapshot-command", command));
        return VerbForm.of(
                runner,
                Text.get("snapshot.title", branch.name()),
                fields,
                new Form.Button("take-snapshot", Text.get("snapshot.take"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem(), moment.problem(), expiry.problem()),
                () ->
                        SnapshotVerbs.create(
                                branch,
                                new NewSnapshot(name.orNull(), null, moment.asked(), expiry.at())));
    }

    private static CommandLine command(
            Branch branch, NameInput name, MomentInput moment, ExpiryInput expiry) {
        String at = moment.problem().get().isEmpty() ? moment.asked() : null;
        Instant expires = expiry.problem().get().isEmpty() ? expiry.at() : null;
        boolean lsn = at != null && at.contains("/");
        return CommandLine.of("snapshots create")
                .option("--branch", branch.name())
                .option("--name", name.orNull())
                .option(lsn ? "--lsn" : "--timestamp", at)
                .option("--expires-at", expires == null ? null : expires.toString());
    }

    static Form rename(VerbRunner runner, Snapshot snapshot) {
        NameInput name = NameInput.among(snapshot.name(), true, names(runner));
        return VerbForm.of(
                runner,
                Text.get("rename.title", snapshot.name()),
                List.of(name.field("rename-name", "rename.name")),
                new Form.Button("confirm", Text.get("rename.action"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () -> SnapshotVerbs.update(snapshot, new SnapshotUpdate(name.text(), null, false)));
    }

    static Form expire(VerbRunner runner, Snapshot snapshot) {
        ExpiryInput expiry = new ExpiryInput(snapshot.expiresAt());
        return VerbForm.of(
                runner,
                Text.get("expire.title", snapshot.name()),
                expiry.fields("expire"),
                new Form.Button("confirm", Text.get("expire.action"), Form.Weight.PRIMARY),
                VerbForm.fine(expiry.problem()),
                () -> {
                    Instant at = expiry.at();
                    return SnapshotVerbs.update(snapshot, new SnapshotUpdate(null, at, at == null));
                });
    }

    static Form delete(VerbRunner runner, Snapshot snapshot) {
        Long freed = snapshot.cambium().uniqueBytes();
        return VerbForm.confirm(
                runner,
                Text.get("delete.title", snapshot.name()),
                List.of(
                        Text.get("snapshot.delete.final"),
                        freed == null
                                ? Text.get("snapshot.delete.stays")
                                : Text.get("snapshot.delete.frees", Figures.size(freed))),
                Text.get("delete.action", snapshot.name()),
                () -> SnapshotVerbs.delete(snapshot));
    }

    /** How a snapshot is restored. */
    enum How {
        BRANCH("snapshot.restore.branch"),
        ONTO("snapshot.restore.onto"),
        LOOK("snapshot.restore.look");

        private final String key;

        How(String key) {
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    static Form restore(VerbRunner runner, Snapshot snapshot, How first) {
        Workspace workspace = runner.workspace();
        ObjectProperty<@Nullable How> how = new SimpleObjectProperty<>(first);
        NameInput name = NameInput.ofBranch("", false, workspace.branches());
        ObservableList<Branch> targets = FXCollections.observableArrayList(workspace.branches());
        targets.sort(java.util.Comparator.comparing(Branch::name));
        ObjectProperty<@Nullable Branch> target =
                new SimpleObjectProperty<>(
                        workspace
                                .branch(snapshot.sourceBranchId())
                                .or(() -> targets.stream().filter(Branch::isDefault).findFirst())
                                .orElse(null));
        StringBinding preview =
                Bindings.createStringBinding(() -> preview(how.get(), target.get()), how, target);
        StringBinding command =
                Bindings.createStringBinding(
                        () ->
                                CommandLine.of("snapshots restore")
                                        .word(snapshot.name())
                                        .option(
                                                "--name",
                                                how.get() == How.ONTO ? null : name.orNull())
                                        .option(
                                                "--target-branch",
                                                how.get() == How.BRANCH || target.get() == null
                                                        ? null
                                                        : target.get().name())
                                        .flag("--finalize", how.get() == How.ONTO)
                                        .toString(),
                        how,
                        name.value(),
                        target);
        return VerbForm.of(
                runner,
                Text.get("snapshot.restore.title", snapshot.name()),
                List.of(
                        Field.Choice.of(
                                "snapshot-how",
                                "snapshot.restore.how",
                                FXCollections.observableArrayList(How.values()),
                                how,
                                How::words),
                        Field.Choice.of(
                                        "snapshot-target",
                                        "snapshot.restore.target",
                                        targets,
                                        target,
                                        Branch::name)
                                .when(how.isNotEqualTo(How.BRANCH)),
                        name.field("snapshot-branch-name", "snapshot.restore.name")
                                .prompt(Text.get("snapshot.restore.name.prompt"))
                                .when(how.isNotEqualTo(How.ONTO)),
                        new Field.Sentence("restore-preview", preview, Field.Tone.CONSEQUENCE),
                        new Field.Command("snapshot-command", command)),
                new Form.Button(
                        "restore-snapshot",
                        Text.get("snapshot.restore.action"),
                        Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()).and(how.isNotNull()).and(target.isNotNull()),
                () -> restored(workspace, snapshot, how.get(), target.get(), name.orNull()));
    }

    private static String preview(@Nullable How how, @Nullable Branch target) {
        if (how == null || target == null) {
            return "";
        }
        return switch (how) {
            case BRANCH -> Text.get("snapshot.restore.branch.note");
            case LOOK -> Text.get("snapshot.restore.look.note", target.name());
            case ONTO ->
                    Text.get(
                            "snapshot.restore.onto.note",
                            target.name(),
                            Text.get("restore.backup", target.name()));
        };
    }

    private static Verb<?> restored(
            Workspace workspace,
            Snapshot snapshot,
            @Nullable How how,
            @Nullable Branch target,
            @Nullable String name) {
        Branch onto = Objects.requireNonNull(target);
        return switch (Objects.requireNonNull(how)) {
            case ONTO -> SnapshotVerbs.restoreOnto(snapshot, onto);
            case BRANCH, LOOK ->
                    SnapshotVerbs.restoreAsBranch(
                                    snapshot,
                                    new SnapshotRestore(
                                            name, how == How.LOOK ? onto.id() : null, false))
                            .then(reply -> workspace.selectWhenKnown(reply.branch().id()));
        };
    }

    /** The second step: what was looked at takes its target's place. */
    static Form finish(VerbRunner runner, Branch restored, Branch target) {
        NameInput name = NameInput.ofBranch("", false, runner.workspace().branches());
        return VerbForm.of(
                runner,
                Text.get("finalize.title", restored.name(), target.name()),
                List.of(
                        Field.Sentence.of(
                                "consequence",
                                Field.Tone.CONSEQUENCE,
                                Text.get("finalize.note", target.name(), restored.name())),
                        name.field("finalize-keep", "restore.keep")
                                .prompt(Text.get("restore.backup", target.name()))),
                new Form.Button("confirm", Text.get("finalize.action"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () ->
                        SnapshotVerbs.finish(restored, target.name(), name.orNull())
                                // The branch that was looked at, and is chosen, is gone now.
                                .then(done -> runner.workspace().select(target.id())));
    }
}
