/**
 * SQL as text, for the editor: tokens, statements, what they are about to do, and what could be
 * typed next. Nothing here asks a server.
 */
@NullMarked
package dev.cambium.gui.sql;

import org.jspecify.annotations.NullMarked;
