/** What every feature's view builds on: the shortcuts, and the dialog over the window. */
@NullMarked
package dev.cambium.gui.control;

import org.jspecify.annotations.NullMarked;
