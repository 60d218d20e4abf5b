package dev.cambium.gui.sql;

/**
 * What could stand where the caret is.
 *
 * @param text what is put in
 * @param from where what was typed of it begins; it is replaced up to the caret
 */
public record Suggestion(Kind kind, String text, int from) {

    /** What is suggested. */
    public enum Kind {
        COLUMN("fth-columns"),
        TABLE("fth-grid"),
        FUNCTION("fth-code"),
        SCHEMA("fth-folder"),
        KEYWORD("fth-hash");

        private final String icon;

        Kind(String icon) {
            this.icon = icon;
        }

        public String icon() {
            return icon;
        }
    }
}
