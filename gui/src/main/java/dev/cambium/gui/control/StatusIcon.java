package dev.cambium.gui.control;

import org.kordamp.ikonli.javafx.FontIcon;

/** How lists of outcomes mark them: icon and colour together, for those who see no colours. */
public enum StatusIcon {
    /** All is well. */
    DONE("fth-check", "status-finished"),
    /** To know. */
    NOTE("fth-info", "status-running"),
    /** To look after. */
    WARNING("fth-alert-circle", "status-running"),
    /** It did not go well. */
    FAILED("fth-alert-triangle", "status-failed");

    private final String literal;
    private final String styleClass;

    StatusIcon(String literal, String styleClass) {
        this.literal = literal;
        this.styleClass = styleClass;
    }

    public FontIcon icon() {
        FontIcon icon = new FontIcon(literal);
        icon.getStyleClass().add(styleClass);
        return icon;
    }
}
