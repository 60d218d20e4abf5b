package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The form for a new branch, and the command that does the same. */
final class NewBranchForm {

    /** What of the parent comes along. */
    enum Data {
        ALL("new-branch.data.all"),
        SCHEMA("new-branch.data.schema"),
        MASKED("new-branch.data.masked");

        private final String key;

        Data(String key) {
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    private final VerbRunner runner;
    private final NameInput name;
    private final ObjectProperty<@Nullable Branch> parent;
    private final MomentInput moment;
    private final ObjectProperty<@Nullable Data> data = new SimpleObjectProperty<>(Data.ALL);
    private final StringProperty database = new SimpleStringProperty("");

    /** Whether somebody approved rules for the database that is masked. */
    private final BooleanProperty approved = new SimpleBooleanProperty(false);

    private final ExpiryInput expiry = new ExpiryInput(null);
    private final BooleanProperty isProtected = new SimpleBooleanProperty(false);
    private final BooleanProperty compute = new SimpleBooleanProperty(true);
    private final StringBinding conflict;
    private final StringBinding command;
    private final BooleanBinding ready;

    /**
     * @param parent what it is made from at first; null means nothing is chosen
     * @param picked the moment of {@code parent} that it begins with; null means the present
     */
    NewBranchForm(VerbRunner runner, @Nullable Branch parent, @Nullable PickedMoment picked) {
        this.runner = runner;
        Workspace workspace = runner.workspace();
        this.parent = new SimpleObjectProperty<>(parent);
        name = NameInput.ofBranch("", true, workspace.branches());
        moment = new MomentInput(workspace, this.parent, picked, true);
        conflict =
                Bindings.createStringBinding(
                        () ->
                                isProtected.get() && expiry.time().get() != ExpiryInput.Time.NEVER
                                        ? Text.get("new-branch.protect.expires")
                                        : "",
                        isProtected,
                        expiry.time());
        Observable[] parts =
                Stream.concat(
                                Stream.of(moment.parts()),
                                Stream.of(
                                        name.value(),
                                        this.parent,
                                        data,
                                        database,
                                        approved,
                                        expiry.time(),
                                        expiry.typed(),
                                        expiry.problem(),
                                        isProtected,
                                        compute))
                        .toArray(Observable[]::new);
        data.addListener((property, before, after) -> readApproval());
        database.addListener((property, before, after) -> readApproval());
        this.parent.addListener((property, before, after) -> readApproval());
        command = Bindings.createStringBinding(() -> commandLine().toString(), parts);
        BooleanBinding fine =
                VerbForm.fine(name.problem(), moment.problem(), expiry.problem(), conflict);
        ready =
                Bindings.createBooleanBinding(
                        () -> fine.get() && this.parent.get() != null, fine, this.parent);
    }

    /** The command needs to know; the verb asks for itself. */
    private void readApproval() {
        Branch from = parent.get();
        approved.set(false);
        if (data.get() != Data.MASKED || from == null) {
            return;
        }
        String typed = database.get().strip();
        runner.workspace()
                .ask(
                        client -> BranchVerbs.approved(client, from, typed),
                        answer -> {
                            if (isAbout(from, typed)) {
                                approved.set(answer);
                            }
                        },
                        unknown -> {});
    }

    /** Answers may come late, when something else is chosen, whose own may be there already. */
    private boolean isAbout(Branch from, String typed) {
        return data.get() == Data.MASKED
                && from.equals(parent.get())
                && typed.equals(database.get().strip());
    }

    NameInput name() {
        return name;
    }

    ObjectProperty<@Nullable Branch> parent() {
        return parent;
    }

    MomentInput moment() {
        return moment;
    }

    ObjectProperty<@Nullable Data> data() {
        return data;
    }

    /** Whose rows are masked; empty for the first there is. */
    StringProperty database() {
        return database;
    }

    ExpiryInput expiry() {
        return expiry;
    }

    BooleanProperty isProtected() {
        return isProtected;
    }

    BooleanProperty compute() {
        return compute;
    }

    /** What to type in a terminal for the same. */
    StringBinding command() {
        return command;
    }

    BooleanBinding ready() {
        return ready;
    }

    Form form() {
        BooleanBinding fromMoment = moment.way().isNotEqualTo(MomentInput.Way.SNAPSHOT);
        ObservableList<Data> kinds = FXCollections.observableArrayList(Data.values());
        List<Field> fields = new ArrayList<>();
        fields.add(
                name.field("new-branch-name", "new-branch.name")
                        .prompt(Text.get("new-branch.name.prompt")));
        fields.add(
                Field.Choice.of(
                        "new-branch-parent", "new-branch.parent", parents(), parent, Branch::name));
        fields.addAll(moment.fields("new-branch"));
        fields.add(
                Field.Choice.of("new-branch-data", "new-branch.data", kinds, data, Data::words)
                        .when(fromMoment));
        fields.add(
                new Field.Sentence(
                        "new-branch-data-note",
                        Bindings.createStringBinding(
                                () -> fromMoment.get() ? note(data.get()) : "", data, fromMoment),
                        Field.Tone.NOTE));
        fields.add(
                Field.Words.line(
                                "new-branch-database",
                                "new-branch.data.database",
                                database,
                                Field.FINE)
                        .prompt(Text.get("new-branch.data.database.first"))
                        .when(data.isEqualTo(Data.MASKED).and(fromMoment)));
        fields.addAll(expiry.fields("new-branch"));
        fields.add(
                Field.Switch.of(
                        "new-branch-protect",
                        "new-branch.protect",
                        Text.get("new-branch.protect.note"),
                        isProtected));
        fields.add(new Field.Sentence("new-branch-protect-problem", conflict, Field.Tone.PROBLEM));
        fields.add(
                Field.Switch.of(
                                "new-branch-compute",
                                "new-branch.compute",
                                Text.get("new-branch.compute.note"),
                                compute)
                        .when(fromMoment));
        fields.add(new Field.Command("new-branch-command", command));
        return VerbForm.of(
                runner,
                Text.get("new-branch.title"),
                fields,
                new Form.Button(
                        "create-branch", Text.get("new-branch.create"), Form.Weight.PRIMARY),
                ready,
                this::verb);
    }

    private static String note(@Nullable Data data) {
        return switch (data) {
            case SCHEMA -> Text.get("new-branch.data.schema.note");
            case MASKED -> Text.get("new-branch.data.masked.note");
            case ALL -> "";
            case null -> "";
        };
    }

    private ObservableList<Branch> parents() {
        List<Branch> all = new ArrayList<>(runner.workspace().branches());
        all.sort(Comparator.comparing(Branch::isDefault).reversed().thenComparing(Branch::name));
        return FXCollections.observableArrayList(all);
    }

    private Verb<?> verb() {
        Branch from = Objects.requireNonNull(parent.get());
        Snapshot snapshot = moment.snapshot();
        Workspace workspace = runner.workspace();
        if (snapshot != null) {
            return SnapshotVerbs.restoreAsBranch(
                            snapshot, new SnapshotRestore(name.text(), null, false))
                    .then(reply -> workspace.selectWhenKnown(reply.branch().id()));
        }
        NewBranch wish =
                new NewBranch(
                        name.text(),
                        from.id(),
                        moment.asked(),
                        compute.get(),
                        data.get() == Data.SCHEMA,
                        isProtected.get(),
                        expiry.at());
        Verb<Created.BranchReply> verb =
                data.get() == Data.MASKED
                        ? BranchVerbs.createMasked(wish, database.get().strip())
                        : BranchVerbs.create(wish);
        return verb.then(made -> workspace.selectWhenKnown(made.branch().id()));
    }

    private CommandLine commandLine() {
        Branch from = parent.get();
        String at = moment.problem().get().isEmpty() ? moment.asked() : null;
        Snapshot snapshot = moment.snapshot();
        if (snapshot != null) {
            return CommandLine.of("snapshots restore")
                    .word(snapshot.name())
                    .option("--name", name.text());
        }
        Instant expires = expiry.problem().get().isEmpty() ? expiry.at() : null;
        String expiresAt = expires == null ? null : expires.truncatedTo(SECOND).toString();
        if (data.get() == Data.MASKED) {
            return CommandLine.of("anonymize run")
                    .word(from == null ? "" : from.name())
                    .option("--at", at)
                    .option("--database", database.get().strip())
                    .option("--name", name.text())
                    .flag("--accept-detected", !approved.get())
                    .option("--expires-at", expiresAt)
                    .flag("--protect", isProtected.get())
                    .flag("--no-compute", !compute.get());
        }
        return CommandLine.of("branches create")
                .option("--name", name.text())
                .option(
                        "--parent",
                        from == null ? null : at == null ? from.name() : from.name() + "@" + at)
                .flag("--schema-only", data.get() == Data.SCHEMA)
                .option("--expires-at", expiresAt)
                .flag("--protect", isProtected.get())
                .flag("--no-compute", !compute.get());
    }

    private static final java.time.temporal.ChronoUnit SECOND =
            java.time.temporal.ChronoUnit.SECONDS;
}
