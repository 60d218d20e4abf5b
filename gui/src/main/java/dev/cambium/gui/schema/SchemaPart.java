package dev.cambium.gui.schema;

/**
 * A part of an object: a column, an index, a constraint, a trigger, a policy.
 *
 * @param kind in one word
 * @param definition as Postgres writes it
 */
record SchemaPart(String kind, String name, String definition) {}
