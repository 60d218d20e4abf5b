/**
 * What the window knows of the engine: one connection, one project, its branches, kept fresh by
 * events.
 */
@NullMarked
package dev.cambium.gui.workspace;

import org.jspecify.annotations.NullMarked;
