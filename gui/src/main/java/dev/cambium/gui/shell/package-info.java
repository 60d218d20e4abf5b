/** The window: top bar, rail, panes, dialogs, shortcuts, notices, and what it remembers. */
@NullMarked
package dev.cambium.gui.shell;

import org.jspecify.annotations.NullMarked;
