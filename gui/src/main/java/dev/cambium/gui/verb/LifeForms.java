package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Orphans;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The forms of a branch's life: reset with its options, rename, expire, delete, flatten, recover.
 */
final class LifeForms {

    private LifeForms() {}

    static Form reset(VerbRunner runner, Branch branch) {
        Workspace workspace = runner.workspace();
        NameInput keep = NameInput.ofBranch("", false, workspace.branches());
        BooleanProperty rebase = new SimpleBooleanProperty(false);
        List<Branch> children = workspace.children(branch);
        List<Field> fields = new ArrayList<>();
        fields.add(
                Field.Sentence.of(
                        "consequence",
                        Field.Tone.CONSEQUENCE,
                        Text.get("reset.consequence", parentOf(workspace, branch))));
        fields.add(keep.field("reset-keep", "reset.keep").prompt(Text.get("reset.keep.prompt")));
        if (!children.isEmpty()) {
            fields.add(
                    Field.Switch.of(
                            "reset-rebase",
                            "reset.rebase",
                            Text.get("reset.rebase.note", names(children)),
                            rebase));
        }
        fields.add(
                new Field.Command(
                        "reset-command",
                        Bindings.createStringBinding(
                                () ->
                                        CommandLine.of("branches reset")
                                                .word(branch.name())
                                                .flag("--parent", true)
                                                .option("--preserve-under-name", keep.orNull())
                                                .flag("--rebase-children", rebase.get())
                                                .toString(),
                                keep.value(),
                                rebase)));
        return VerbForm.of(
                runner,
                Text.get("reset.title", branch.name()),
                fields,
                new Form.Button(
                        "confirm", Text.get("reset.action", branch.name()), Form.Weight.PRIMARY),
                VerbForm.fine(keep.problem()),
                () -> BranchVerbs.reset(branch, keep.orNull(), rebase.get()));
    }

    static String parentOf(Workspace workspace, Branch branch) {
        return workspace.branch(branch.parentId()).map(Branch::name).orElse("");
    }

    static String names(List<Branch> branches) {
        return String.join(", ", branches.stream().map(Branch::name).toList());
    }

    static Form rename(VerbRunner runner, Branch branch) {
        NameInput name = NameInput.ofBranch(branch.name(), true, runner.workspace().branches());
        return VerbForm.of(
                runner,
                Text.get("rename.title", branch.name()),
                List.of(
                        name.field("rename-name", "rename.name"),
                        Field.Sentence.of("rename-note", Field.Tone.NOTE, Text.get("rename.note")),
                        new Field.Command(
                                "rename-command",
                                name.value()
                                        .map(
                                                typed ->
                                                        CommandLine.of("branches rename")
                                                                .word(branch.name())
                                                                .word(typed.strip())
                                                                .toString()))),
                new Form.Button("confirm", Text.get("rename.action"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () -> BranchVerbs.rename(branch, name.text()));
    }

    static Form expire(VerbRunner runner, Branch branch) {
        ExpiryInput expiry = new ExpiryInput(branch.expiresAt());
        List<Field> fields = new ArrayList<>(expiry.fields("expire"));
        fields.add(Field.Sentence.of("expire-note", Field.Tone.NOTE, Text.get("expire.note")));
        return VerbForm.of(
                runner,
                Text.get("expire.title", branch.name()),
                fields,
                new Form.Button("confirm", Text.get("expire.action"), Form.Weight.PRIMARY),
                VerbForm.fine(expiry.problem()),
                () -> BranchVerbs.expire(branch, expiry.at()));
    }

    /** What becomes of children, in the order in which they are offered. */
    private enum Children {
        KEEP(Orphans.KEEP, "delete.children.keep"),
        CASCADE(Orphans.DELETE, "delete.children.cascade");

        private final Orphans orphans;
        private final String key;

        Children(Orphans orphans, String key) {
            this.orphans = orphans;
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    /** Of a branch with children, where somebody must say what becomes of them. */
    static Form delete(VerbRunner runner, Branch branch) {
        ObjectProperty<@Nullable Children> children = new SimpleObjectProperty<>(Children.KEEP);
        return VerbForm.of(
                runner,
                Text.get("delete.title", branch.name()),
                List.of(
                        Field.Sentence.of(
                                "consequence",
                                Field.Tone.CONSEQUENCE,
                                Text.get(
                                        "delete.children",
                                        names(runner.workspace().children(branch)))),
                        Field.Choice.of(
                                "delete-children",
                                "delete.children.label",
                                FXCollections.observableArrayList(Children.values()),
                                children,
                                Children::words),
                        Field.Sentence.of(
                                "consequence",
                                Field.Tone.NOTE,
                                Text.get(
                                        "delete.trash",
                                        Figures.size(branch.cambium().uniqueBytes()),
                                        String.valueOf(branch.cambium().port()))),
                        new Field.Command(
                                "delete-command",
                                children.map(
                                        chosen ->
                                                CommandLine.of("branches delete")
                                                        .word(branch.name())
                                                        .flag(
                                                                "--cascade",
                                                                chosen == Children.CASCADE)
                                                        .flag(
                                                                "--keep-children",
                                                                chosen == Children.KEEP)
                                                        .toString()))),
                new Form.Button(
                        "confirm", Text.get("delete.action", branch.name()), Form.Weight.DANGER),
                children.isNotNull(),
                () -> BranchVerbs.delete(branch, Objects.requireNonNull(children.get()).orphans));
    }

    static Form flatten(VerbRunner runner, Branch branch) {
        return VerbForm.confirm(
                runner,
                Text.get("flatten.title", branch.name()),
                List.of(
                        Text.get("flatten.copies", parentOf(runner.workspace(), branch)),
                        Text.get("flatten.final")),
                Text.get("flatten.action", branch.name()),
                () -> BranchVerbs.flatten(branch));
    }

    /**
     * @param deleted those in the trash, that deleted last first
     */
    static Form recover(VerbRunner runner, List<Branch> deleted) {
        ObjectProperty<@Nullable Branch> chosen =
                new SimpleObjectProperty<>(deleted.isEmpty() ? null : deleted.getFirst());
        NameInput name = NameInput.ofBranch("", false, runner.workspace().branches());
        List<Field> fields = new ArrayList<>();
        if (deleted.isEmpty()) {
            fields.add(
                    Field.Sentence.of("recover-none", Field.Tone.PLAIN, Text.get("recover.none")));
        } else {
            fields.add(
                    Field.Choice.of(
                            "recover-branch",
                            "recover.branch",
                            FXCollections.observableArrayList(deleted),
                            chosen,
                            LifeForms::inTrash));
            fields.add(
                    name.field("recover-name", "recover.name")
                            .prompt(Text.get("recover.name.prompt")));
            fields.add(
                    Field.Sentence.of("recover-note", Field.Tone.NOTE, Text.get("recover.note")));
        }
        return VerbForm.of(
                runner,
                Text.get("recover.title"),
                fields,
                new Form.Button("confirm", Text.get("recover.action"), Form.Weight.PRIMARY),
                chosen.isNotNull().and(VerbForm.fine(name.problem())),
                () -> BranchVerbs.recover(Objects.requireNonNull(chosen.get()), name.orNull()));
    }

    private static String inTrash(Branch branch) {
        Branch.Recovery stay = branch.recovery();
        return stay == null
                ? branch.name()
                : Text.get(
                        "recover.option",
                        branch.name(),
                        Figures.moment(stay.deletedAt()),
                        Figures.moment(stay.recoverableUntil()));
    }
}
