package dev.cambium.gui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class HomeEngineSourceTest {

    @TempDir Path home;

    /** Tests run without the launcher script's properties, so nothing can be started here. */
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
