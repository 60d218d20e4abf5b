/**
 * The screens of the window: a rail entry and a view that is made when it is first looked at, and
 * the {@link dev.cambium.gui.screen.Feature}s that bring screens and commands with them.
 */
@NullMarked
package dev.cambium.gui.screen;

import org.jspecify.annotations.NullMarked;
