package dev.cambium.gui.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

class DBeaverTest {

    @TempDir private Path folder;
    private final List<Notice> notices = new ArrayList<>();
    private final List<String> copied = new ArrayList<>();
    private VerbRunner runner;
    private Workspace workspace;

    @BeforeEach
    void connect() {
        workspace = new Workspace(Samples::shop, new DirectTaskRunner(), null);
        workspace.connect();
        runner = new VerbRunner(workspace, notices::add, copied::add);
    }

    @Test
    void withoutTheProgramItSaysSo() {
        DBeaver dbeaver = DBeaver.in(runner, folder.toString());
        assertThat(dbeaver.whyNot()).contains("no dbeaver");
        dbeaver.open(workspace.selectedProperty().get());
        assertThat(notices.getLast().failure()).isTrue();
    }

    @Test
    void itGetsTheAddressAndTheClipboardThePassword() throws Exception {
        Path seen = folder.resolve("seen");
        Path program = folder.resolve("dbeaver-ce");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '%s' \"$*\" > "
                        + seen
                        + ".new\nmv "
                        + seen
                        + ".new "
                        + seen
                        + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        DBeaver.in(runner, folder.toString()).open(workspace.selectedProperty().get());
        assertThat(notices.getLast().failure()).isFalse();
        for (int i = 0; i < 100 && !Files.exists(seen); i++) {
            Thread.sleep(100);
        }
        assertThat(Files.readString(seen))
                .startsWith("-con driver=postgresql|name=main|url=jdbc:postgresql://127.0.0.1:")
                .doesNotContain(copied.getLast());
        assertThat(copied.getLast()).isNotBlank();
    }

    @Test
    void aBarInANameSeparatesNothing() {
        assertThat(
                        DBeaver.connection(
                                "a|b",
                                new ConnectionUri.Parameters(
                                        "d", "secret", "r", "localhost:1", "localhost:1")))
                .startsWith("driver=postgresql|name=a b|url=")
                .doesNotContain("secret");
    }
}
