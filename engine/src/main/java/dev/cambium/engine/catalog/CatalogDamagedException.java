package dev.cambium.engine.catalog;

/** The catalog's file is there and cannot be read. It is left as it is. */
public final class CatalogDamagedException extends CatalogException {

    CatalogDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
