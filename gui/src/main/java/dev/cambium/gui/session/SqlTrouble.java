package dev.cambium.gui.session;

/**
 * Why a statement was not done.
 *
 * @param sqlState five characters; empty when the server said nothing
 * @param position of the fault in the statement's text, from 1; 0 if it has none
 * @param detail what else the server said, in lines; empty if nothing
 */
public record SqlTrouble(String message, String sqlState, int position, String detail) {

    /** The server is, or was told to be, read-only. */
    public boolean refusedWrite() {
        return sqlState.equals("25006");
    }

    /** It was cancelled, which is no fault. */
    public boolean cancelled() {
        return sqlState.equals("57014");
    }
}
