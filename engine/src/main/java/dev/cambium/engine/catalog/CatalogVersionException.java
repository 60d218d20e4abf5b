package dev.cambium.engine.catalog;

/** The catalog's file was written by a version this one cannot read. It is left as it is. */
public final class CatalogVersionException extends CatalogException {

    CatalogVersionException(String message) {
        super(message);
    }
}
