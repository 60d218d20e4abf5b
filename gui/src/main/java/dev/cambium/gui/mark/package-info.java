/** Marks: the moments of a branch worth naming, how they are drawn and what is said of them. */
@NullMarked
package dev.cambium.gui.mark;

import org.jspecify.annotations.NullMarked;
