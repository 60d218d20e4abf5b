package dev.cambium.gui.settings;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;

/** The screen of settings. */
public final class SettingsFeature implements Feature {

    @Override
    public void join(Frame frame) {
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.SETTINGS,
                                "settings.screen",
                                "fth-settings",
                                false,
                                () ->
                                        new SettingsView(
                                                new SettingsViewModel(frame.workspace()),
                                                frame.appearance())));
    }
}
