/**
 * The window's commands: what can be done, in one list. Shortcuts, the sheet of shortcuts, menus,
 * buttons and the palette all read it, so that whatever has a button has a name and a key, too.
 */
@NullMarked
package dev.cambium.gui.command;

import org.jspecify.annotations.NullMarked;
