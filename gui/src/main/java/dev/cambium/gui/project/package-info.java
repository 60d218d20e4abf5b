/** Choosing and creating a project. */
@NullMarked
package dev.cambium.gui.project;

import org.jspecify.annotations.NullMarked;
