package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The form that puts a branch on a moment of its own past, its parent's or any branch's, or on a
 * snapshot: it says before what becomes of what the branch holds.
 */
final class RestoreForm {

    /** As the engine names what it keeps, see {@code branches restore --help}. */
    private static final DateTimeFormatter BACKUP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss").withZone(ZoneOffset.UTC);

    private final VerbRunner runner;
    private final Branch target;
    private final ObjectProperty<@Nullable Branch> source;
    private final MomentInput moment;
    private final NameInput backup;
    private final StringBinding same;
    private final StringBinding preview;
    private final StringBinding command;

    /**
     * @param target what gets other content
     * @param picked a moment of its past; null means none was picked
     */
    RestoreForm(VerbRunner runner, Branch target, @Nullable PickedMoment picked) {
        this.runner = runner;
        this.target = target;
        Workspace workspace = runner.workspace();
        this.source = new SimpleObjectProperty<>(target);
        moment = new MomentInput(workspace, this.source, picked, true);
        backup = NameInput.ofBranch("", false, workspace.branches());
        Observable[] parts =
                Stream.concat(Stream.of(moment.parts()), Stream.of(this.source, backup.value()))
                        .toArray(Observable[]::new);
        same =
                Bindings.createStringBinding(
                        () ->
                                itself() && moment.way().get() == MomentInput.Way.NOW
                                        ? Text.get("restore.same", target.name())
                                        : "",
                        parts);
        preview = Bindings.createStringBinding(this::previewed, parts);
        command = Bindings.createStringBinding(() -> commandLine().toString(), parts);
    }

    private boolean itself() {
        Branch from = source.get();
        return from != null && from.id().equals(target.id());
    }

    MomentInput moment() {
        return moment;
    }

    ObjectProperty<@Nullable Branch> source() {
        return source;
    }

    NameInput backup() {
        return backup;
    }

    StringBinding preview() {
        return preview;
    }

    StringBinding command() {
        return command;
    }

    Form form() {
        List<Field> fields = new ArrayList<>();
        fields.add(
                Field.Choice.of(
                        "restore-source", "restore.source", sources(), source, this::sourceWords));
        fields.addAll(moment.fields("restore"));
        fields.add(new Field.Sentence("restore-same", same, Field.Tone.NOTE));
        fields.add(
                backup.field("restore-keep", "restore.keep")
                        .prompt(backupName(Instant.now()))
                        .when(moment.way().isNotEqualTo(MomentInput.Way.SNAPSHOT)));
        fields.add(new Field.Sentence("restore-preview", preview, Field.Tone.CONSEQUENCE));
        fields.add(new Field.Command("restore-command", command));
        return VerbForm.of(
                runner,
                Text.get("restore.title", target.name()),
                fields,
                new Form.Button(
                        "confirm", Text.get("restore.action", target.name()), Form.Weight.PRIMARY),
                VerbForm.fine(moment.problem(), backup.problem(), same),
                this::verb);
    }

    /** Itself and its parent first, then all others. */
    private ObservableList<Branch> sources() {
        Workspace workspace = runner.workspace();
        List<Branch> all = new ArrayList<>();
        all.add(target);
        workspace.branch(target.parentId()).ifPresent(all::add);
        workspace.branches().stream()
                .filter(each -> all.stream().noneMatch(known -> known.id().equals(each.id())))
                .sorted(java.util.Comparator.comparing(Branch::name))
                .forEach(all::add);
        return FXCollections.observableArrayList(all);
    }

    private String sourceWords(Branch branch) {
        if (branch.id().equals(target.id())) {
            return Text.get("restore.source.self", branch.name());
        }
        return branch.id().equals(target.parentId())
                ? Text.get("restore.source.parent", branch.name())
                : branch.name();
    }

    private String backupName(Instant at) {
        return target.name() + "_old_" + BACKUP.format(at);
    }

    private String previewed() {
        Branch from = source.get();
        if (from == null || !same.get().isEmpty()) {
            return "";
        }
        String what = moment.snapshot() == null ? from.name() : moment.snapshot().name();
        boolean named = backup.orNull() != null && moment.snapshot() == null;
        return Text.get(
                "restore.preview",
                target.name(),
                what,
                named ? backup.text() : Text.get("restore.backup", target.name()));
    }

    private Verb<?> verb() {
        Branch from = Objects.requireNonNull(source.get());
        Snapshot snapshot = moment.snapshot();
        return snapshot == null
                ? BranchVerbs.restore(
                        target, new RestoreRequest(from.id(), moment.asked(), backup.orNull()))
                : SnapshotVerbs.restoreOnto(snapshot, target);
    }

    private CommandLine commandLine() {
        Branch from = source.get();
        Snapshot snapshot = moment.snapshot();
        if (snapshot != null) {
            return CommandLine.of("snapshots restore")
                    .word(snapshot.name())
                    .option("--target-branch", target.name())
                    .flag("--finalize", true);
        }
        String at = moment.problem().get().isEmpty() ? moment.asked() : null;
        String whose =
                from == null
                        ? ""
                        : itself()
                                ? "^self"
                                : from.id().equals(target.parentId()) ? "^parent" : from.name();
        return CommandLine.of("branches restore")
                .word(target.name())
                .word(at == null ? whose : whose + "@" + at)
                .option("--preserve-under-name", backup.orNull());
    }
}
