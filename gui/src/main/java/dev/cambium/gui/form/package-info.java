/**
 * Dialogs that ask and then do: a form says what it asks, what will happen, which command does the
 * same and how far the engine is, and one view draws them all alike.
 */
@NullMarked
package dev.cambium.gui.form;

import org.jspecify.annotations.NullMarked;
