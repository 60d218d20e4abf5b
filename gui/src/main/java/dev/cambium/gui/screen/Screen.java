package dev.cambium.gui.screen;

import dev.cambium.gui.control.KeyMap;

import java.util.function.Supplier;

/**
 * A page of the window with an entry in the rail.
 *
 * @param keys go to it; their words name it in palette and tooltip
 * @param textKey its short name, for the rail and screen readers
 * @param icon an Ikonli literal
 * @param needsProject whether the page that asks for a first project stands in its place
 * @param maker called once, when the screen is first shown
 */
public record Screen(
        KeyMap keys,
        String textKey,
        String icon,
        boolean needsProject,
        Supplier<? extends ScreenView> maker) {}
