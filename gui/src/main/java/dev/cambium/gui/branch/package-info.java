/**
 * One branch at a time: the inspector, how to connect, and the dialogs that make, reset and delete.
 */
@NullMarked
package dev.cambium.gui.branch;

import org.jspecify.annotations.NullMarked;
