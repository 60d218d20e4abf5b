package dev.cambium.gui.shell;

import dev.cambium.gui.activity.ActivityFeature;
import dev.cambium.gui.anonymize.AnonymizeFeature;
import dev.cambium.gui.console.ConsoleFeature;
import dev.cambium.gui.intake.IntakeFeature;
import dev.cambium.gui.schema.SchemaFeature;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.settings.DoctorFeature;
import dev.cambium.gui.settings.SettingsFeature;

import java.util.List;

/** The features of the window in the order of the rail; a new one is one line here. */
final class WindowFeatures {

    private WindowFeatures() {}

    static List<Feature> all() {
        return List.of(
                new ConsoleFeature(),
                new SchemaFeature(),
                new AnonymizeFeature(),
                new ActivityFeature(),
                new IntakeFeature(),
                new DoctorFeature(),
                new SettingsFeature());
    }
}
