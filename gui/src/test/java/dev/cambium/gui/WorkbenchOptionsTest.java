package dev.cambium.gui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class WorkbenchOptionsTest {

    @Test
    void readsAllOptions() {
        WorkbenchOptions options =
                WorkbenchOptions.parse(
                        List.of(
                                "--home",
                                "/h",
                                "--screenshot",
                                "/p.png",
                                "--select",
                                "dev/a",
                                "--dark"));
        assertThat(options.home()).isEqualTo(Path.of("/h"));
        assertThat(options.screenshot()).isEqualTo(Path.of("/p.png"));
        assertThat(options.select()).isEqualTo("dev/a");
        assertThat(options.dark()).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> WorkbenchOptions.parse(List.of()))
                .hasMessageContaining("--home or --api-url");
        assertThatThrownBy(() -> WorkbenchOptions.parse(List.of("--api-url", "http://x")))
                .hasMessageContaining("--api-key");
        assertThatThrownBy(() -> WorkbenchOptions.parse(List.of("--home")))
                .hasMessageContaining("needs a value");
        assertThatThrownBy(() -> WorkbenchOptions.parse(List.of("--purple")))
                .hasMessageContaining("--purple");
    }
}
