package dev.cambium.gui.console;

import dev.cambium.gui.session.SqlColumn;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The rows that a statement answered with, as far as they were read. */
final class ResultSheet {

    private final String sql;
    private final String where;
    private final List<SqlColumn> columns;
    private final ObservableList<List<@Nullable String>> rows = FXCollections.observableArrayList();
    private final BooleanProperty more = new SimpleBooleanProperty();

    /**
     * @param sql the statement that answered
     * @param where on which branch, and at which moment if not now
     * @param more whether the session holds further rows
     */
    ResultSheet(
            String sql,
            String where,
            List<SqlColumn> columns,
            List<? extends List<@Nullable String>> rows,
            boolean more) {
        this.sql = sql;
        this.where = where;
        this.columns = columns;
        this.rows.setAll(rows);
        this.more.set(more);
    }

    String sql() {
        return sql;
    }

    /** The branch, and the moment if not now; the console may stand elsewhere since. */
    String where() {
        return where;
    }

    List<SqlColumn> columns() {
        return columns;
    }

    ObservableList<List<@Nullable String>> rows() {
        return rows;
    }

    /** Whether there are more rows than those that were read. */
    BooleanProperty moreProperty() {
        return more;
    }
}
