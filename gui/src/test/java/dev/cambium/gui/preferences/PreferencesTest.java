package dev.cambium.gui.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.theme.ThemeChoice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PreferencesTest {

    @TempDir Path folder;

    @Test
    void whatWasSavedIsReadAgain() {
        Preferences saved = Preferences.in(folder.resolve("not/there/yet"));
        saved.size(1400, 900);
        saved.theme(ThemeChoice.DARK);
        saved.zoom(3.5);
        saved.inspectorOpen(false);
        saved.save();
        Preferences read = Preferences.in(folder.resolve("not/there/yet"));
        assertThat(read.width()).isEqualTo(1400);
        assertThat(read.height()).isEqualTo(900);
        assertThat(read.theme()).isEqualTo(ThemeChoice.DARK);
        assertThat(read.zoom()).isEqualTo(3.5);
        assertThat(read.inspectorOpen()).isFalse();
    }

    @Test
    void nonsenseMeansTheDefaults() throws IOException {
        Files.writeString(
                folder.resolve("workbench.properties"),
                "window.width=tiny\nwindow.height=-4\ntheme=plaid\ngraph.zoom=NaN\n\\u00zz");
        Preferences read = Preferences.in(folder);
        assertThat(read.width()).isEqualTo(1280);
        assertThat(read.height()).isBetween(600.0, 800.0);
        assertThat(read.theme()).isEqualTo(ThemeChoice.SYSTEM);
        assertThat(read.zoom()).isEqualTo(1);
    }

    @Test
    void theHomeIsKnownWhetherOrNotAnythingIsRemembered() {
        assertThat(Preferences.inHome(folder).home()).contains(folder);
        assertThat(Preferences.noneOf(folder).home()).contains(folder);
        assertThat(Preferences.noneOf(folder).folder()).isEmpty();
    }

    @Test
    void aFolderForPreferencesAloneIsNoHome() {
        assertThat(Preferences.in(folder).home()).isEmpty();
        assertThat(Preferences.in(folder).folder()).contains(folder);
    }

    @Test
    void nothingIsRememberedForPictures() {
        Preferences none = Preferences.none();
        none.theme(ThemeChoice.DARK);
        none.save();
        assertThat(folder).isEmptyDirectory();
    }
}
