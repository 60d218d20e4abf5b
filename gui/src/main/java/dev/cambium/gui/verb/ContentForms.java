package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The forms of what belongs to a branch: roles, databases, read-only endpoints. */
final class ContentForms {

    private ContentForms() {}

    static Form createRole(VerbRunner runner, Branch branch, List<String> taken) {
        NameInput name = NameInput.among("", true, taken);
        return VerbForm.of(
                runner,
                Text.get("role.title", branch.name()),
                List.of(
                        name.field("role-name", "role.name").prompt(Text.get("role.name.prompt")),
                        Field.Sentence.of("role-note", Field.Tone.NOTE, Text.get("role.note")),
                        new Field.Command(
                                "role-command",
                                name.value()
                                        .map(
                                                typed ->
                                                        CommandLine.of("roles create")
                                                                .option("--name", typed.strip())
                                                                .option("--branch", branch.name())
                                                                .toString()))),
                new Form.Button("confirm", Text.get("role.create"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () -> ContentVerbs.createRole(branch, name.text(), runner));
    }

    static Form resetPassword(VerbRunner runner, Branch branch, String role) {
        return VerbForm.confirm(
                runner,
                Text.get("role.password.title", role),
                List.of(Text.get("role.password.ends"), Text.get("role.password.copied")),
                Text.get("role.password.action"),
                () -> ContentVerbs.resetPassword(branch, role, runner));
    }

    static Form deleteRole(VerbRunner runner, Branch branch, String role) {
        return VerbForm.confirm(
                runner,
                Text.get("role.delete.title", role),
                List.of(Text.get("role.delete.note", branch.name())),
                Text.get("delete.action", role),
                () -> ContentVerbs.deleteRole(branch, role));
    }

    /**
     * @param owners the roles that may own it
     */
    static Form createDatabase(
            VerbRunner runner, Branch branch, List<String> taken, List<String> owners) {
        NameInput name = NameInput.among("", true, taken);
        ObjectProperty<@Nullable String> owner =
                new SimpleObjectProperty<>(owners.isEmpty() ? null : owners.getFirst());
        return VerbForm.of(
                runner,
                Text.get("database.title", branch.name()),
                List.of(
                        name.field("database-name", "database.name")
                                .prompt(Text.get("database.name.prompt")),
                        Field.Choice.of(
                                "database-owner",
                                "database.owner",
                                FXCollections.observableArrayList(owners),
                                owner,
                                each -> each),
                        new Field.Command(
                                "database-command",
                                name.value()
                                        .map(
                                                typed ->
                                                        CommandLine.of("databases create")
                                                                .option("--name", typed.strip())
                                                                .option("--branch", branch.name())
                                                                .toString()))),
                new Form.Button("confirm", Text.get("database.create"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () -> ContentVerbs.createDatabase(branch, name.text(), owner.get()));
    }

    static Form deleteDatabase(VerbRunner runner, Branch branch, String database) {
        return VerbForm.confirm(
                runner,
                Text.get("database.delete.title", database),
                List.of(Text.get("database.delete.note", branch.name())),
                Text.get("delete.action", database),
                () -> ContentVerbs.deleteDatabase(branch, database));
    }

    static Form createReadOnly(VerbRunner runner, Branch branch) {
        NameInput name = NameInput.among("", false, List.of());
        return VerbForm.of(
                runner,
                Text.get("endpoint.title", branch.name()),
                List.of(
                        Field.Sentence.of(
                                "endpoint-note", Field.Tone.PLAIN, Text.get("endpoint.note")),
                        name.field("endpoint-name", "endpoint.name")
                                .prompt(Text.get("endpoint.name.prompt"))),
                new Form.Button("confirm", Text.get("endpoint.create"), Form.Weight.PRIMARY),
                VerbForm.fine(name.problem()),
                () -> ContentVerbs.createReadOnly(branch, name.orNull()));
    }

    static Form deleteEndpoint(VerbRunner runner, Branch branch, Endpoint endpoint) {
        return VerbForm.confirm(
                runner,
                Text.get("delete.title", endpoint.host()),
                List.of(Text.get("endpoint.delete.note")),
                Text.get("delete.action", endpoint.host()),
                () -> ContentVerbs.deleteEndpoint(branch, endpoint));
    }
}
