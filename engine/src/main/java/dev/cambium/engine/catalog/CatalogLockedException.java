package dev.cambium.engine.catalog;

import java.nio.file.Path;

/** Another engine, or another part of this one, has the catalog open. */
public final class CatalogLockedException extends CatalogException {

    private CatalogLockedException(String message) {
        super(message);
    }

    static CatalogLockedException of(Path folder) {
        return new CatalogLockedException(
                "The catalog in %s is in use by another engine. Stop that one first, or choose another home folder."
                        .formatted(folder));
    }
}
