package dev.cambium.gui.sql;

/**
 * A piece of SQL.
 *
 * @param start index of its first character
 * @param end index behind its last one
 */
public record SqlToken(Kind kind, int start, int end) {

    /** What a piece of SQL is, as far as the eye and the splitting into statements care. */
    public enum Kind {
        /** A word of the language. */
        KEYWORD("sql-keyword"),
        /** Any other bare word. */
        WORD("sql-word"),
        /** A name in double quotes. */
        QUOTED_NAME("sql-name"),
        /** A text, also between dollar signs. */
        STRING("sql-string"),
        /** A number. */
        NUMBER("sql-number"),
        /** Up to the end of the line, or between its marks. */
        COMMENT("sql-comment"),
        /** What ends a statement. */
        SEMICOLON("sql-punctuation"),
        /** Everything else that is not a blank. */
        PUNCTUATION("sql-punctuation");

        private final String styleClass;

        Kind(String styleClass) {
            this.styleClass = styleClass;
        }

        public String styleClass() {
            return styleClass;
        }
    }

    public String of(String sql) {
        return sql.substring(start, end);
    }
}
