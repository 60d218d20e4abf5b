package dev.cambium.gui.anonymize;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;

/** The screen of personal data. */
public final class AnonymizeFeature implements Feature {

    @Override
    public void join(Frame frame) {
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.ANONYMIZE,
                                "anonymize.title",
                                "fth-eye-off",
                                true,
                                () -> new AnonymizeView(frame)));
    }
}
