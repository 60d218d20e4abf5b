/**
 * The verbs: what people do to projects and branches, each one an operation whose intent is written
 * to the catalog before anything is touched and whose outcome is written in one commit, so that a
 * kill at any moment leaves it whole or absent. {@link dev.cambium.engine.branch.Interrupted} sees
 * to that at the next start.
 */
@NullMarked
package dev.cambium.engine.branch;

import org.jspecify.annotations.NullMarked;
