package dev.cambium.gui.console;

import dev.cambium.gui.sql.SqlLexer;
import dev.cambium.gui.sql.SqlScript;
import dev.cambium.gui.sql.SqlStatement;
import dev.cambium.gui.sql.SqlToken;

import javafx.scene.Node;
import javafx.scene.control.Label;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The text of SQL with its colours, line numbers and the mark of a fault. */
final class SqlEditor {

    /** Colouring a longer text at each key would be felt. */
    private static final int COLOURED_MOST = 200_000;

    private final CodeArea area = new CodeArea();
    private final VirtualizedScrollPane<CodeArea> pane = new VirtualizedScrollPane<>(area);
    private @Nullable Fault fault;

    SqlEditor(String accessibleText) {
        area.setId("sql-editor");
        area.getStyleClass().add("sql-editor");
        area.setAccessibleText(accessibleText);
        area.setParagraphGraphicFactory(SqlEditor::lineNumber);
        area.plainTextChanges()
                .subscribe(
                        change -> {
                            fault = null;
                            colour();
                        });
    }

    /** RichTextFX's own line numbers have their colours built in. */
    private static Node lineNumber(int line) {
        Label number = new Label(String.valueOf(line + 1));
        number.getStyleClass().add("line-number");
        return number;
    }

    Node node() {
        return pane;
    }

    CodeArea area() {
        return area;
    }

    String text() {
        return area.getText();
    }

    void text(String sql) {
        area.replaceText(sql);
        area.getUndoManager().forgetHistory();
    }

    /** Puts a statement at the end, on lines of its own, and the caret behind it. */
    void append(String sql) {
        String before = area.getText();
        String gap = before.isBlank() ? "" : before.endsWith("\n") ? "\n" : "\n\n";
        area.appendText(gap + sql);
        area.moveTo(area.getLength());
        area.requestFollowCaret();
    }

    /** What is selected, cut into statements at their place in the whole; else nothing. */
    List<SqlStatement> selected() {
        int offset = area.getSelection().getStart();
        List<SqlStatement> found = new ArrayList<>();
        for (SqlStatement each : SqlScript.of(area.getSelectedText()).statements()) {
            found.add(new SqlStatement(offset + each.start(), each.text()));
        }
        return found;
    }

    Optional<SqlStatement> atCaret() {
        return SqlScript.of(text()).at(area.getCaretPosition());
    }

    /**
     * @param found null takes the mark away
     */
    void mark(@Nullable Fault found) {
        fault = found;
        colour();
        if (found != null && found.end() <= area.getLength()) {
            area.moveTo(found.start());
            area.requestFollowCaret();
        }
    }

    private void colour() {
        if (area.getLength() > 0 && area.getLength() <= COLOURED_MOST) {
            area.setStyleSpans(0, spans(text()));
        }
    }

    private StyleSpans<Collection<String>> spans(String sql) {
        StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
        int at = 0;
        for (SqlToken token : SqlLexer.tokens(sql)) {
            spans.add(List.of(), token.start() - at);
            spans.add(classes(token), token.end() - token.start());
            at = token.end();
        }
        spans.add(List.of(), sql.length() - at);
        return spans.create();
    }

    /** The whole word at a fault is marked. */
    private Collection<String> classes(SqlToken token) {
        Fault found = fault;
        boolean marked =
                found != null && token.start() <= found.start() && found.start() < token.end();
        return marked
                ? List.of(token.kind().styleClass(), "sql-fault")
                : List.of(token.kind().styleClass());
    }
}
