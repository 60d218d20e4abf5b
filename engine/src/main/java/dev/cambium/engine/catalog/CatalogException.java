package dev.cambium.engine.catalog;

/** The catalog cannot do what was asked; the message says what is wrong and what to do. */
public class CatalogException extends RuntimeException {

    CatalogException(String message) {
        super(message);
    }

    CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
