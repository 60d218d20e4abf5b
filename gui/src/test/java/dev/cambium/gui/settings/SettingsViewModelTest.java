package dev.cambium.gui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final Workspace workspace = new Workspace(() -> engine, new DirectTaskRunner(), null);
    private final SettingsViewModel settings = new SettingsViewModel(workspace);

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    private Project project() {
        return engine.projects().list().getFirst();
    }

    private long timeout() {
        return project().defaultEndpointSettings().suspendTimeoutSeconds();
    }

    @Test
    void theTimeoutIsShownAsItHoldsAndSavedOnlyWhenItWasChanged() {
        assertThat(settings.suspendSecondsProperty().get()).isEqualTo("300");
        settings.save();
        assertThat(settings.statusProperty().get()).isEqualTo("Nothing was changed.");
        settings.suspendSecondsProperty().set("-1");
        settings.save();
        assertThat(settings.statusProperty().get()).isEqualTo("Saved.");
        assertThat(timeout()).isEqualTo(-1);
        settings.suspendSecondsProperty().set(" ");
        settings.save();
        assertThat(timeout()).isEqualTo(300);
        assertThat(settings.suspendSecondsProperty().get()).isEqualTo("300");
    }

    @Test
    void whatIsNoNumberIsSaidAndNothingIsSaved() {
        Project before = project();
        settings.suspendSecondsProperty().set("soon");
        settings.save();
        assertThat(settings.statusProperty().get()).contains("numbers");
        assertThat(project()).isEqualTo(before);
    }

    @Test
    void whatWasTypedStaysWhenTheEngineRefuses() {
        engine.refuseNext("The name is taken.");
        settings.nameProperty().set("other");
        settings.save();
        assertThat(settings.statusProperty().get()).contains("taken");
        assertThat(settings.nameProperty().get()).isEqualTo("other");
        assertThat(settings.savingProperty().get()).isFalse();
    }
}
