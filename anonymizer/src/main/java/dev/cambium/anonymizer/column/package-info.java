/**
 * What the anonymizer is told of a database: its tables, their columns with types and keys, and the
 * foreign keys between them. Values only; where they come from is the caller's affair.
 */
@NullMarked
package dev.cambium.anonymizer.column;

import org.jspecify.annotations.NullMarked;
