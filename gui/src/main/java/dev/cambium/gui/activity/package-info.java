/** What the engine did and does: operations with state, duration, progress and errors. */
@NullMarked
package dev.cambium.gui.activity;

import org.jspecify.annotations.NullMarked;
