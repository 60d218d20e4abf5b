/**
 * The SQL console: an editor, sessions on a branch or one of its moments, and tables of what they
 * answered.
 */
@NullMarked
package dev.cambium.gui.console;

import org.jspecify.annotations.NullMarked;
