package dev.cambium.engine.catalog;

/** Another engine, or another part of this one, has the catalog open. */
public final class CatalogLockedException extends CatalogException {

    CatalogLockedException(String message) {
        super(message);
    }
}
