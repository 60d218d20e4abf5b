/**
 * What people decided about columns: rules, as YAML, as Neon's masking rules and as the labels of
 * PostgreSQL Anonymizer.
 */
@NullMarked
package dev.cambium.anonymizer.rules;

import org.jspecify.annotations.NullMarked;
