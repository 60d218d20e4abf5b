/**
 * How the past of a branch is kept: the keeper seals, pruning removes what the window no longer
 * covers, digests follow the WAL, and {@link dev.cambium.engine.branch.history.Forking} opens a
 * timeline at a point.
 */
@NullMarked
package dev.cambium.engine.branch.history;

import org.jspecify.annotations.NullMarked;
