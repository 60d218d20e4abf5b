/**
 * How work leaves the screen's thread and its answers come back: one task type, one runner, one
 * gate.
 */
@NullMarked
package dev.cambium.gui.task;

import org.jspecify.annotations.NullMarked;
