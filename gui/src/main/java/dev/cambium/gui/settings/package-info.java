/** How the window looks, what the engine is, what holds for a project, and whether all is well. */
@NullMarked
package dev.cambium.gui.settings;

import org.jspecify.annotations.NullMarked;
