package dev.cambium.gui.schema;

import dev.cambium.gui.sql.SqlLexer;
import dev.cambium.gui.sql.SqlToken;

import javafx.scene.Node;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpansBuilder;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** SQL to be read: in its colours, not to be changed. */
final class SqlText {

    private final CodeArea area = new CodeArea();
    private final VirtualizedScrollPane<CodeArea> pane = new VirtualizedScrollPane<>(area);

    SqlText(String id, String accessibleText) {
        area.setId(id);
        area.getStyleClass().addAll("sql-editor", "sql-text");
        area.setEditable(false);
        area.setAccessibleText(accessibleText);
    }

    Node node() {
        return pane;
    }

    void show(String sql) {
        area.replaceText(sql);
        if (!sql.isEmpty()) {
            colour(sql);
        }
        area.moveTo(0);
        area.requestFollowCaret();
    }

    /**
     * Also marks the lines that another text does not have.
     *
     * @param styleClass of such a line
     */
    void show(String sql, String against, String styleClass) {
        show(sql);
        Set<String> known = new HashSet<>(List.of(against.split("\n", -1)));
        String[] lines = sql.split("\n", -1);
        for (int i = 0; i < lines.length && i < area.getParagraphs().size(); i++) {
            boolean differs = !lines[i].isBlank() && !known.contains(lines[i]);
            area.setParagraphStyle(i, differs ? List.of(styleClass) : List.of());
        }
    }

    private void colour(String sql) {
        StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
        int at = 0;
        for (SqlToken token : SqlLexer.tokens(sql)) {
            spans.add(List.of(), token.start() - at);
            spans.add(List.of(token.kind().styleClass()), token.end() - token.start());
            at = token.end();
        }
        spans.add(List.of(), sql.length() - at);
        area.setStyleSpans(0, spans.create());
    }
}
