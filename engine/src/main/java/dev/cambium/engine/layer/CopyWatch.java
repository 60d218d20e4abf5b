package dev.cambium.engine.layer;

/**
 * Watches a copy that somebody waits for. Called by the thread that copies, about once a megabyte.
 */
@FunctionalInterface
public interface CopyWatch {

    /**
     * What this throws gives the copy up; everything then is as it was.
     *
     * @param bytes how many are copied so far
     * @param mostBytes how many there can be, at most
     */
    void copied(long bytes, long mostBytes);
}
