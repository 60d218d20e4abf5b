/**
 * Questions to a moment without a branch: hidden copies that are shared while the same point is
 * asked, and thrown away soon after.
 */
@NullMarked
package dev.cambium.engine.branch.travel;

import org.jspecify.annotations.NullMarked;
