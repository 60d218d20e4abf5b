/** An engine in memory, for tests and for looking at the window without an engine. */
@NullMarked
package dev.cambium.gui.memory;

import org.jspecify.annotations.NullMarked;
