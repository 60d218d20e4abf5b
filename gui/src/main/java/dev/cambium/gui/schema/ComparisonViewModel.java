package dev.cambium.gui.schema;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.stream.Collectors;

/** Two points and how their schemas differ. */
final class ComparisonViewModel {

    private final Workspace workspace;
    private final ObjectProperty<@Nullable Branch> base = new SimpleObjectProperty<>(null);
    private final ObjectProperty<@Nullable Branch> other = new SimpleObjectProperty<>(null);
    private final StringProperty baseAt = new SimpleStringProperty("");
    private final StringProperty otherAt = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable SchemaComparison> found =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyBooleanWrapper comparing = new ReadOnlyBooleanWrapper(false);

    /** What the engine was asked for last; an answer to anything before it is not wanted. */
    private String asked = "";

    private final ReadOnlyBooleanWrapper refused = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper status =
            new ReadOnlyStringWrapper(Text.get("compare.begin"));

    ComparisonViewModel(Workspace workspace) {
        this.workspace = workspace;
    }

    ObjectProperty<@Nullable Branch> baseProperty() {
        return base;
    }

    ObjectProperty<@Nullable Branch> otherProperty() {
        return other;
    }

    /** A moment as the API takes it; blank means now. */
    StringProperty baseAtProperty() {
        return baseAt;
    }

    StringProperty otherAtProperty() {
        return otherAt;
    }

    ReadOnlyObjectProperty<@Nullable SchemaComparison> foundProperty() {
        return found.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty comparingProperty() {
        return comparing.getReadOnlyProperty();
    }

    /** One line: what is going on, what was found, or why nothing was. */
    ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Whether the line says why nothing was found. */
    ReadOnlyBooleanProperty refusedProperty() {
        return refused.getReadOnlyProperty();
    }

    /** A branch is compared with its parent first: that is what one asks before merging. */
    void beginWith(@Nullable Branch chosen) {
        if (chosen == null || other.get() != null) {
            return;
        }
        withParent(chosen);
    }

    private void withParent(Branch chosen) {
        baseAt.set("");
        otherAt.set("");
        other.set(chosen);
        base.set(
                workspace
                        .branch(chosen.parentId())
                        .orElseGet(
                                () ->
                                        workspace.branches().stream()
                                                .filter(Branch::isDefault)
                                                .findFirst()
                                                .orElse(chosen)));
    }

    /** A moment of a branch against its present, or its present against its parent's. */
    void begin(Place place) {
        workspace
                .branch(place.branchId())
                .ifPresent(
                        branch -> {
                            String at = place.at();
                            if (at == null) {
                                withParent(branch);
                                return;
                            }
                            base.set(branch);
                            other.set(branch);
                            baseAt.set(at);
                            otherAt.set("");
                        });
    }

    void exchange() {
        Branch branch = base.get();
        String at = baseAt.get();
        base.set(other.get());
        baseAt.set(otherAt.get());
        other.set(branch);
        otherAt.set(at);
    }

    void compare() {
        Project project = workspace.projectProperty().get();
        Branch from = base.get();
        Branch to = other.get();
        if (project == null || from == null || to == null || comparing.get()) {
            return;
        }
        comparing.set(true);
        refused.set(false);
        found.set(null);
        status.set(Text.get("compare.working"));
        String id = UUID.randomUUID().toString();
        asked = id;
        workspace.ask(
                client ->
                        client.schemas()
                                .compare(
                                        project.id(),
                                        moment(from, baseAt.get()),
                                        moment(to, otherAt.get()),
                                        null,
                                        id),
                comparison -> answered(id, summary(comparison), comparison),
                failure -> answered(id, Failures.sentence(failure), null));
    }

    private void answered(String id, String words, @Nullable SchemaComparison comparison) {
        if (!asked.equals(id)) {
            return;
        }
        comparing.set(false);
        refused.set(comparison == null);
        status.set(words);
        found.set(comparison);
    }

    /** Waits no longer, and tells the engine so; the next comparison can begin at once. */
    void stop() {
        if (!comparing.get()) {
            return;
        }
        String id = asked;
        asked = "";
        comparing.set(false);
        status.set(Text.get("compare.stopped"));
        // When it fails, it had just ended or the engine is gone: nobody waits either way.
        workspace.ask(
                client -> {
                    client.schemas().cancelComparison(id);
                    return id;
                },
                cancelled -> {},
                failure -> {});
    }

    private static BranchMoment moment(Branch branch, String at) {
        return new BranchMoment(branch.id(), at.isBlank() ? null : at.strip());
    }

    private static String summary(SchemaComparison comparison) {
        long changes =
                comparison.databases().stream().mapToLong(each -> each.changes().size()).sum();
        String words =
                Text.get(
                        "compare.found",
                        changes,
                        words(comparison.base()),
                        words(comparison.other()));
        String notes =
                comparison.databases().stream()
                        .flatMap(each -> each.notes().stream())
                        .collect(Collectors.joining(" "));
        return notes.isEmpty() ? words : words + " " + notes;
    }

    /** In short, unless the engine has more to say of it than where and when it is. */
    private static String words(FoundMoment moment) {
        if (moment.roundedFrom() != null || moment.commitsLeftOut() > 0) {
            return moment.words();
        }
        return moment.asked().equals("head")
                ? Text.get("compare.now", moment.branch(), moment.lsn())
                : Text.get(
                        "compare.then",
                        moment.branch(),
                        Figures.toTheSecond(moment.time()),
                        moment.lsn());
    }
}
