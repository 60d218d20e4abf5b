/**
 * Branches with data that belongs to nobody: {@link
 * dev.cambium.engine.branch.anonymize.Anonymizing} knows the rules of projects, makes such branches
 * and fills them anew. Reading, masking and writing rows is done in {@code engine.masking}.
 */
@NullMarked
package dev.cambium.engine.branch.anonymize;

import org.jspecify.annotations.NullMarked;
