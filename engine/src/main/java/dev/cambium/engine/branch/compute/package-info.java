/**
 * The Postgres servers of branches: {@link dev.cambium.engine.branch.compute.Computes} starts,
 * stops and exchanges them; private and passing ones serve the engine itself; roles, passwords and
 * databases.
 */
@NullMarked
package dev.cambium.engine.branch.compute;

import org.jspecify.annotations.NullMarked;
