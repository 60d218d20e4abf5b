/**
 * The workbench: a JavaFX window on an engine. It speaks to the engine through {@code engine.api}
 * only, so it can crash without touching a database. {@link dev.cambium.gui.Workbench} starts it.
 */
@NullMarked
package dev.cambium.gui;

import org.jspecify.annotations.NullMarked;
