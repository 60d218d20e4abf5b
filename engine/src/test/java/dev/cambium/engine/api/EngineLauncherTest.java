package dev.cambium.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@NullUnmarked
class EngineLauncherTest {

    private static final String CLASS_PATH = "cambium.engine.classpath";

    @TempDir Path folder;

    @AfterEach
    void forgetTheClassPath() {
        System.clearProperty(CLASS_PATH);
    }

    @Test
    void whatAStartLeavesInTheHomeIsForItsUserAlone() throws Exception {
        // No engine is to be found there, so the start fails, after it made its files.
        System.setProperty(CLASS_PATH, folder.resolve("empty").toString());
        EngineHome home = new EngineHome(folder.resolve("home"));
        EngineLauncher launcher = new EngineLauncher(home);
        Path out = home.logs().resolve("engine.out");

        assertThatThrownBy(() -> launcher.runningOrStarted(null))
                .isInstanceOf(EngineException.class);
        assertThat(permissions(home.folder().resolve("start.lock"))).isEqualTo("rw-------");
        assertThat(permissions(out)).isEqualTo("rw-------");

        String said = Files.readString(out);
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> launcher.runningOrStarted(null))
                .isInstanceOf(EngineException.class);
        assertThat(permissions(out)).as("a log of an older engine").isEqualTo("rw-------");
        assertThat(Files.readString(out)).startsWith(said);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
