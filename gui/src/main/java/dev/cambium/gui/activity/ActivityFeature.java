package dev.cambium.gui.activity;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;

/** The screen of what the engine did and does. */
public final class ActivityFeature implements Feature {

    @Override
    public void join(Frame frame) {
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.ACTIVITY,
                                "activity.title",
                                "fth-activity",
                                true,
                                () ->
                                        new ActivityView(
                                                new ActivityViewModel(
                                                        frame.workspace(),
                                                        frame.clipboard(),
                                                        frame.notices()))));
    }
}
