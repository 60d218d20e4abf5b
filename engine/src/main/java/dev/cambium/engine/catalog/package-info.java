/**
 * What exists: projects, branches and their tenures, timelines, images, roles, databases last seen,
 * and operations. Truth about names lies here; truth about bytes lies with the layers.
 *
 * <p>Others see immutable records and {@link dev.cambium.engine.catalog.Catalog}. The rows live in
 * an embedded H2 file, mapped by Ebean; neither is visible outside this package. It is a plain
 * store that keeps what it is told, all or nothing and synced to disk; the rules are those of
 * {@code branch}.
 */
@NullMarked
package dev.cambium.engine.catalog;

import org.jspecify.annotations.NullMarked;
