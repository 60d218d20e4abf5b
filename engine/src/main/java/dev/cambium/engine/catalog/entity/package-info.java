/**
 * The rows of the catalog as Ebean maps them, one class per table of {@code dbmigration}. Used by
 * {@code catalog} alone: others see its records. Each row takes a record's values and gives a
 * record back; field access is enhanced at build time, which is why there are no getters.
 */
@NullMarked
package dev.cambium.engine.catalog.entity;

import org.jspecify.annotations.NullMarked;
