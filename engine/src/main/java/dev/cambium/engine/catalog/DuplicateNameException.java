package dev.cambium.engine.catalog;

/** The name is taken, by a branch of the same project or by a project. Nothing was changed. */
public final class DuplicateNameException extends CatalogException {

    DuplicateNameException(String message) {
        super(message);
    }
}
