package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.MaskingRulesText;
import dev.cambium.engine.api.PersonalColumn;
import dev.cambium.gui.l10n.Text;
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
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was found in a database of a branch, what the rules say about it, and what was picked here
 * and is not saved. Used on the screen's thread.
 */
final class MaskingFindings {

    private final Workspace workspace;
    private final ObjectProperty<@Nullable Branch> branch = new SimpleObjectProperty<>(null);
    private final ObjectProperty<@Nullable String> database = new SimpleObjectProperty<>(null);
    private final ObservableList<String> databases = FXCollections.observableArrayList();
    private final ObservableList<FindingRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Coverage> coverage =
            new ReadOnlyObjectWrapper<>(Coverage.NONE);
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper rulesWords = new ReadOnlyStringWrapper("");
    private List<MaskingFunctionInfo> functions = List.of();
    private boolean approved;
    private boolean visible;
    private @Nullable String read;
    private int asked;

    MaskingFindings(Workspace workspace) {
        this.workspace = workspace;
        workspace.selectedProperty().addListener((property, before, after) -> follow(after));
        follow(workspace.selectedProperty().get());
        rows.addListener((ListChangeListener<FindingRow>) change -> count());
    }

    /** The branch that is looked at, and whose rows would be masked. */
    ReadOnlyObjectProperty<@Nullable Branch> branchProperty() {
        return branch;
    }

    ReadOnlyObjectProperty<@Nullable String> databaseProperty() {
        return database;
    }

    ObservableList<String> databases() {
        return databases;
    }

    /** By table and column. */
    ObservableList<FindingRow> rows() {
        return rows;
    }

    ReadOnlyObjectProperty<Coverage> coverageProperty() {
        return coverage.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Why the last question or change came to nothing; empty when all is well. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** Which version of the rules is followed, and whether somebody approved it. */
    ReadOnlyStringProperty rulesWordsProperty() {
        return rulesWords.getReadOnlyProperty();
    }

    /** Whether somebody approved the rules; otherwise a run accepts what is detected. */
    boolean areApproved() {
        return approved;
    }

    /** The functions that take values of the column. */
    List<MaskingFunctionInfo> fitting(FindingRow row) {
        return functions.stream()
                .filter(each -> each.types().contains(row.found().typeFamily()))
                .toList();
    }

    private void follow(@Nullable Branch chosen) {
        Branch before = branch.get();
        if (chosen != null && (before == null || !before.id().equals(chosen.id()))) {
            look(chosen);
        }
    }

    /** Looks at another branch; what was picked for the one before is forgotten. */
    void look(Branch chosen) {
        branch.set(chosen);
        database.set(null);
        databases.clear();
        renew();
    }

    void choose(String name) {
        if (!name.equals(database.get())) {
            database.set(name);
            renew();
        }
    }

    /** Rows are sampled only for whoever looks. */
    void visible(boolean on) {
        visible = on;
        if (on) {
            readIfVisible();
        }
    }

    /** Looks at the rows anew. */
    void renew() {
        read = null;
        rows.clear();
        readIfVisible();
    }

    private void readIfVisible() {
        Branch now = branch.get();
        if (!visible || now == null) {
            return;
        }
        String wanted = now.id() + "/" + database.get();
        if (wanted.equals(read)) {
            return;
        }
        read = wanted;
        if (database.get() == null) {
            readDatabases(now);
        } else {
            readFindings(now, String.valueOf(database.get()));
        }
    }

    private void readDatabases(Branch now) {
        ask(
                client ->
                        client.databases().list(now.projectId(), now.id()).stream()
                                .map(Database::name)
                                .toList(),
                found -> {
                    databases.setAll(found);
                    if (found.isEmpty()) {
                        trouble.set(Text.get("anonymize.no-database"));
                    } else {
                        choose(found.getFirst());
                    }
                });
    }

    /** All that is shown of a database. */
    private record Read(
            List<PersonalColumn> columns,
            MaskingRulesText rules,
            List<MaskingFunctionInfo> functions) {}

    private void readFindings(Branch now, String name) {
        ask(
                client -> {
                    AnonymizeCalls calls = client.anonymize();
                    return new Read(
                            calls.detect(now.projectId(), now.id(), name, true),
                            calls.rules(now.projectId(), name),
                            calls.functions());
                },
                found -> {
                    functions = found.functions();
                    show(found.columns(), found.rules());
                });
    }

    private void show(List<PersonalColumn> columns, MaskingRulesText rules) {
        approved = rules.approved();
        rulesWords.set(
                Text.get(
                        rules.version() == 0
                                ? "anonymize.rules.none"
                                : rules.approved()
                                        ? "anonymize.rules.approved"
                                        : "anonymize.rules.open",
                        rules.version()));
        Map<String, String> byColumn = new HashMap<>();
        for (MaskingRule rule : rules.columns()) {
            byColumn.put(
                    rule.schemaName() + "." + rule.tableName() + "." + rule.columnName(),
                    String.valueOf(rule.maskingFunction()));
        }
        rows.setAll(
                columns.stream()
                        .map(each -> new FindingRow(each, null, null))
                        .map(
                                each ->
                                        new FindingRow(
                                                each.found(), byColumn.get(each.column()), null))
                        .sorted(
                                Comparator.comparing(FindingRow::table)
                                        .thenComparing(FindingRow::name))
                        .toList());
    }

    /** Gives a column another function, for now: nothing is saved. */
    void pick(FindingRow row, String function) {
        String column = row.column();
        rows.replaceAll(each -> each.column().equals(column) ? each.picking(function) : each);
    }

    boolean hasPicks() {
        return rows.stream().anyMatch(each -> each.picked() != null);
    }

    /** What was picked here, as changes of the rules; one for each column. */
    List<MaskingRule> changes() {
        String name = String.valueOf(database.get());
        Map<String, MaskingRule> changes = new LinkedHashMap<>();
        for (FindingRow row : rows) {
            if (row.picked() != null) {
                changes.put(row.column(), row.change(name));
            }
        }
        return List.copyOf(changes.values());
    }

    /** Saves what was picked as a new version of the rules. */
    void save() {
        change((calls, now, name) -> calls.changeRules(now.projectId(), name, changes()), () -> {});
    }

    /** Saves what was picked, then approves: what is suggested becomes a rule, too. */
    void approve() {
        List<MaskingRule> changes = changes();
        change(
                (calls, now, name) -> {
                    if (!changes.isEmpty()) {
                        var _ = calls.changeRules(now.projectId(), name, changes);
                    }
                    return calls.approveRules(now.projectId(), now.id(), name, true);
                },
                () -> {});
    }

    /** A call that answers with the rules as they are then. */
    private interface Change {
        MaskingRulesText of(AnonymizeCalls calls, Branch branch, String database);
    }

    private void change(Change change, Runnable then) {
        Branch now = branch.get();
        String name = database.get();
        if (now == null || name == null || reading.get()) {
            return;
        }
        ask(
                client -> change.of(client.anonymize(), now, name),
                rules -> {
                    show(rows.stream().map(FindingRow::found).toList(), rules);
                    then.run();
                });
    }

    private <T> void ask(Function<EngineClient, T> question, Consumer<T> answer) {
        int mine = ++asked;
        reading.set(true);
        trouble.set("");
        workspace.ask(
                question,
                found -> {
                    if (mine == asked) {
                        reading.set(false);
                        answer.accept(found);
                    }
                },
                failure -> {
                    if (mine == asked) {
                        reading.set(false);
                        read = null;
                        trouble.set(Failures.sentence(failure));
                    }
                });
    }

    private void count() {
        coverage.set(Coverage.of(rows));
    }
}
