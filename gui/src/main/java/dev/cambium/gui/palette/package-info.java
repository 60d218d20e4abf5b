/** The palette: every command and every branch, found by a few letters, without the mouse. */
@NullMarked
package dev.cambium.gui.palette;

import org.jspecify.annotations.NullMarked;
