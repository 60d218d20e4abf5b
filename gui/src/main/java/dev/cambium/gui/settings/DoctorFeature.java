package dev.cambium.gui.settings;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;

/** The screen that looks at the computer. */
public final class DoctorFeature implements Feature {

    @Override
    public void join(Frame frame) {
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.DOCTOR,
                                "doctor.title",
                                "fth-heart",
                                false,
                                () ->
                                        new DoctorView(
                                                new DoctorViewModel(
                                                        new DoctorProcess(
                                                                frame.preferences()
                                                                        .home()
                                                                        .orElse(null)),
                                                        frame.tasks()),
                                                frame.clipboard())));
    }
}
