package dev.cambium.engine.wal;

/**
 * Why reading stopped. All of them, except the last two, are how WAL that is still being written,
 * or whose writer crashed, normally ends.
 */
public enum WalStop {
    /** The file of the next segment does not exist. */
    NO_SEGMENT("the next segment does not exist"),
    /** The file of the segment is shorter than a segment. */
    SHORT_SEGMENT("the segment file ends too early"),
    /** Where the next page should begin there are only zeros. */
    EMPTY_PAGE("the next page has not been written"),
    /** Where the next record should begin there are only zeros. */
    ZEROS("zeros follow the last record"),
    /** The page does not begin as a WAL page of this server, version and place must. */
    WRONG_PAGE("the next page is not one of this log"),
    /** No record has such a length. */
    WRONG_LENGTH("the next record has an impossible length"),
    /** No such resource manager exists. */
    WRONG_RESOURCE_MANAGER("the next record names an unknown resource manager"),
    /** The record does not point back at the one before it. */
    WRONG_PREVIOUS("the next record does not point back at the last one"),
    /** The record's checksum is wrong. */
    WRONG_CHECKSUM("the next record has a wrong checksum"),
    /** A record begins, and a page that should continue it does not. */
    TORN_RECORD("the next record was not written to its end"),
    /** The position asked for is the middle of a record. */
    NOT_A_RECORD("no record begins at the position asked for"),
    /** Reading came to the position up to which it was asked to read. */
    LIMIT("the position asked for was reached");

    private final String sentence;

    WalStop(String sentence) {
        this.sentence = sentence;
    }

    /** Half a sentence for messages. */
    public String sentence() {
        return sentence;
    }
}
