/**
 * What databases are made of apart from their rows: read from a server, written as SQL, compared.
 *
 * <p>The work is done by pgCodeKeeper's core, which reads the system catalogs of a live database
 * into a model with the dependencies of every object. Its types stay in this package: it brings a
 * parser of SQL that takes seconds to warm up and tens of megabytes, so it is loaded only when
 * somebody asks about a schema. Knows nothing of branches.
 */
@NullMarked
package dev.cambium.engine.schema;

import org.jspecify.annotations.NullMarked;
