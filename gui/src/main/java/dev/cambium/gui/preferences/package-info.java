/** What the window remembers from one time to the next. */
@NullMarked
package dev.cambium.gui.preferences;

import org.jspecify.annotations.NullMarked;
