package dev.cambium.engine.catalog;

/** The life of an operation. Found running at a start, it was interrupted. */
public enum OperationState {
    /** Its intent is written; the work is under way, or was when the engine died. */
    RUNNING,
    /** Done, with everything it promised on disk. */
    FINISHED,
    /** Given up and undone as far as it could be; the error says why. */
    FAILED
}
