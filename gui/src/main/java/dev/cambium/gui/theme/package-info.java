/** Light and dark: the choice, the style sheets, the fonts. */
@NullMarked
package dev.cambium.gui.theme;

import org.jspecify.annotations.NullMarked;
