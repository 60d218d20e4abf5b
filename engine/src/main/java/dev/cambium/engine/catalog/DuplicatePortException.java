package dev.cambium.engine.catalog;

/** The port belongs to another branch. Nothing was changed. */
public final class DuplicatePortException extends CatalogException {

    DuplicatePortException(String message) {
        super(message);
    }
}
