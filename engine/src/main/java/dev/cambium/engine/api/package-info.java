/**
 * The engine as its clients see it: records in the shape of Neon's API, and the client that speaks
 * it over HTTP. The only package that {@code gui} and {@code cli} may use; it uses none of the
 * engine's own.
 *
 * <p>JSON names are the records' names in snake case. Times are RFC 3339 in UTC.
 */
@NullMarked
package dev.cambium.engine.api;

import org.jspecify.annotations.NullMarked;
