package dev.cambium.gui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class HomeEngineSourceTest {

    /** How an engine is started; tests with a real one tell it to the whole JVM. */
    private static final String OPTIONS = "cambium.jvmopts";

    @TempDir Path home;

    private final @Nullable String told = System.getProperty(OPTIONS);

    @BeforeEach
    void untold() {
        System.clearProperty(OPTIONS);
    }

    @AfterEach
    void toldAgain() {
        if (told != null) {
            System.setProperty(OPTIONS, told);
        }
    }

    /** Without the launcher script's properties nothing can be started. */
    @Test
    void whatKeptTheEngineFromStartingIsSaidAgainAndAgain() {
        HomeEngineSource source = new HomeEngineSource(new EngineLauncher(new EngineHome(home)));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cambium engine start");
        }
    }

    @Test
    void theCommandThatStartsAnEngineNamesAHomeThatIsNotTheUsualOne() {
        assertThat(start(EngineHome.usual().folder())).isEqualTo("cambium engine start");
        assertThat(start(home)).isEqualTo("cambium --home %s engine start".formatted(home));
        assertThat(start(home.resolve("Ann's shop")))
                .isEqualTo("cambium --home '%s/Ann'\\''s shop' engine start".formatted(home));
    }

    private static String start(Path home) {
        return new HomeEngineSource(new EngineLauncher(new EngineHome(home))).startCommand();
    }
}
