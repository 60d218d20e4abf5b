package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** The form that gives another branch the content that one has proved. */
final class PromotionForm {

    private final VerbRunner runner;
    private final Branch proved;
    private final List<Branch> targets;
    private final ObjectProperty<@Nullable Branch> target;
    private final NameInput backup;
    private final StringBinding preview;
    private final StringBinding command;

    PromotionForm(VerbRunner runner, Branch proved) {
        this.runner = runner;
        this.proved = proved;
        targets = targets(runner.workspace(), proved);
        target = new SimpleObjectProperty<>(targets.isEmpty() ? null : targets.getFirst());
        backup = NameInput.ofBranch("", false, runner.workspace().branches());
        preview = Bindings.createStringBinding(this::previewed, target, backup.value());
        command =
                Bindings.createStringBinding(
                        () -> commandLine().toString(), target, backup.value());
    }

    /** What may be given other content: the default branch first, then the branch's parent. */
    static List<Branch> targets(Workspace workspace, Branch proved) {
        return workspace.branches().stream()
                .filter(each -> !each.isProtected() && !each.id().equals(proved.id()))
                .sorted(
                        java.util.Comparator.comparing((Branch each) -> !each.isDefault())
                                .thenComparing(each -> !each.id().equals(proved.parentId()))
                                .thenComparing(Branch::name))
                .toList();
    }

    ObjectProperty<@Nullable Branch> target() {
        return target;
    }

    StringBinding command() {
        return command;
    }

    Form form() {
        return VerbForm.of(
                runner,
                Text.get("promote.title", proved.name()),
                List.of(
                        Field.Choice.of(
                                "promote-target",
                                "promote.target",
                                FXCollections.observableArrayList(targets),
                                target,
                                Branch::name),
                        backup.field("promote-keep", "restore.keep")
                                .prompt(Text.get("snapshot.name.prompt")),
                        new Field.Sentence("promote-preview", preview, Field.Tone.CONSEQUENCE),
                        new Field.Command("promote-command", command)),
                new Form.Button("confirm", Text.get("promote.action"), Form.Weight.PRIMARY),
                VerbForm.fine(backup.problem()),
                this::verb);
    }

    private String previewed() {
        Branch onto = target.get();
        return onto == null
                ? ""
                : Text.get(
                        "promote.preview",
                        onto.name(),
                        proved.name(),
                        backup.orNull() == null
                                ? Text.get("restore.backup", onto.name())
                                : backup.text());
    }

    private Verb<?> verb() {
        return BranchVerbs.restore(
                Objects.requireNonNull(target.get(), "a form without targets is not opened"),
                new RestoreRequest(proved.id(), null, backup.orNull()));
    }

    private CommandLine commandLine() {
        Branch onto = target.get();
        return CommandLine.of("branches restore")
                .word(onto == null ? "" : onto.name())
                .word(proved.name())
                .option("--preserve-under-name", backup.orNull());
    }
}
