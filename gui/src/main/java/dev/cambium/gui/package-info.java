/** Placeholder to be replaced. */
@NullMarked
package dev.cambium.gui;

import org.jspecify.annotations.NullMarked;
