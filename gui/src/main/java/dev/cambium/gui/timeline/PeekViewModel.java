package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.session.SqlColumn;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A look at the tables of a branch at a moment: their names, and the first rows of one. It reads
 * from a copy that is thrown away; nothing it does can change a branch.
 */
final class PeekViewModel {

    private static final int ROWS = 50;

    /** Columns that count up by themselves are named as serial ones. */
    private static final Set<String> NUMBERS =
            Set.of(
                    "int2",
                    "int4",
                    "int8",
                    "smallserial",
                    "serial",
                    "bigserial",
                    "float4",
                    "float8",
                    "numeric");

    private static final String TABLES =
            "select schemaname, tablename from pg_catalog.pg_tables"
                    + " where schemaname not in ('pg_catalog', 'information_schema')"
                    + " order by schemaname <> 'public', schemaname, tablename";

    /** A table by its name. */
    record Table(String schema, String name) {

        String label() {
            return schema.equals("public") ? name : schema + "." + name;
        }

        private String quoted() {
            return quote(schema) + "." + quote(name);
        }

        private static String quote(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }
    }

    private final Workspace workspace;
    private final Branch branch;
    private final PickedMoment moment;
    private final ObservableList<Table> tables = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Table> table = new SimpleObjectProperty<>(null);
    private final ReadOnlyObjectWrapper<@Nullable QueryResult> rows =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Boolean> working = new ReadOnlyObjectWrapper<>(true);

    /**
     * @param written labels of tables; the first of them that there is begins, for it is what one
     *     came to see
     */
    PeekViewModel(Workspace workspace, Branch branch, PickedMoment moment, List<String> written) {
        this.workspace = workspace;
        this.branch = branch;
        this.moment = moment;
        table.addListener((property, before, after) -> readRows());
        ask(
                TABLES,
                found -> {
                    tables.setAll(
                            found.rows().stream()
                                    .map(
                                            row ->
                                                    new Table(
                                                            String.valueOf(row.getFirst()),
                                                            String.valueOf(row.getLast())))
                                    .toList());
                    if (!tables.isEmpty()) {
                        table.set(first(written));
                    }
                });
    }

    private Table first(List<String> written) {
        return written.stream()
                .flatMap(label -> tables.stream().filter(each -> each.label().equals(label)))
                .findFirst()
                .orElse(tables.getFirst());
    }

    ObservableList<Table> tables() {
        return tables;
    }

    ObjectProperty<@Nullable Table> tableProperty() {
        return table;
    }

    /** The first rows of the table; null until they are there. */
    ReadOnlyObjectProperty<@Nullable QueryResult> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Boolean> workingProperty() {
        return working.getReadOnlyProperty();
    }

    private void readRows() {
        Table chosen = table.get();
        rows.set(null);
        if (chosen != null) {
            ask(
                    "select * from " + chosen.quoted() + " limit " + ROWS,
                    found -> {
                        if (chosen.equals(table.get())) {
                            rows.set(found);
                        }
                    });
        }
    }

    private void ask(String sql, Consumer<QueryResult> then) {
        String project = Objects.requireNonNull(workspace.projectProperty().get()).id();
        working.set(true);
        trouble.set("");
        workspace.ask(
                client ->
                        client.past()
                                .query(project, branch.id(), QueryRequest.of(sql, moment.asked())),
                found -> {
                    working.set(false);
                    then.accept(found);
                },
                failure -> {
                    working.set(false);
                    trouble.set(Failures.sentence(failure));
                });
    }

    static List<SqlColumn> columns(QueryResult found) {
        return found.columns().stream()
                .map(each -> new SqlColumn(each.name(), each.type(), NUMBERS.contains(each.type())))
                .toList();
    }
}
