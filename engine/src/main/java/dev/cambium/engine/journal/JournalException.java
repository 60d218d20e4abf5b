package dev.cambium.engine.journal;

/** The journal cannot be used; the message says what is wrong and what to do. */
public final class JournalException extends RuntimeException {

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
