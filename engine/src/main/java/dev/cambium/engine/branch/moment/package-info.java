/**
 * What people name: a moment is the head, an LSN or a time. {@link
 * dev.cambium.engine.branch.moment.Moments} finds its point or refuses with the range that can be
 * asked for; {@link dev.cambium.engine.branch.moment.Pasts} tells what happened.
 */
@NullMarked
package dev.cambium.engine.branch.moment;

import org.jspecify.annotations.NullMarked;
