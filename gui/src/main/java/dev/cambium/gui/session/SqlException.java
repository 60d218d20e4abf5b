package dev.cambium.gui.session;

/** A statement that was not done. */
public final class SqlException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient SqlTrouble trouble;

    public SqlException(SqlTrouble trouble, Exception cause) {
        super(trouble.message(), cause);
        this.trouble = trouble;
    }

    public SqlTrouble trouble() {
        return trouble;
    }
}
