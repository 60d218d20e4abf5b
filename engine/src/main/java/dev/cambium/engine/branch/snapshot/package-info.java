/**
 * Moments that are kept by name: taken at once, materialised in the background, restored to a root
 * branch or onto a branch, planned by schedules.
 */
@NullMarked
package dev.cambium.engine.branch.snapshot;

import org.jspecify.annotations.NullMarked;
