/**
 * Time travel: the strip below the graph on which one goes through a branch's past, and what can be
 * done at the moment found there. The past itself is read from the engine, at the resolution of the
 * screen.
 */
@NullMarked
package dev.cambium.gui.timeline;

import org.jspecify.annotations.NullMarked;
