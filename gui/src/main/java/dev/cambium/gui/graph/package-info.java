/** The branch graph: lanes along time, laid out without crossings, drawn on one canvas. */
@NullMarked
package dev.cambium.gui.graph;

import org.jspecify.annotations.NullMarked;
