package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.fuse.MemoryFiles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What must hold of mounting for root as well as for an ordinary user. */
final class MountTrials {

    private MountTrials() {}

    static void leavesNothingBehind(Path folder) throws Exception {
        try (FuseMount mount = FuseMount.mount(folder, "trial", new MemoryFiles());
                MountUserProcess user = new MountUserProcess()) {
            assertThat(FuseMount.isMounted(folder)).isTrue();
            assertThat(mount.isServing()).isTrue();
            user.ask("write", folder.resolve("file").toString(), "content");
            assertThat(user.ask("read", folder.resolve("file").toString())).isEqualTo("content");
        }
        assertThat(FuseMount.isMounted(folder)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    static void behavesLikeAFileSystem(Path folder) throws Exception {
        try (FuseMount mount = FuseMount.mount(folder, "trial", new MemoryFiles());
                MountUserProcess user = new MountUserProcess()) {
            for (PosixBehaviour behaviour : PosixBehaviour.values()) {
                user.ask("try", mount.mountPoint().toString(), behaviour.name());
            }
        }
    }

    static void takesOffWhatAKilledEngineLeft(Path folder) throws Exception {
        Process engine = startEngine(folder);
        engine.destroyForcibly();
        assertThat(engine.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(FuseMount.isMounted(folder)).isTrue();
        FuseMount.unmountStale(folder);
        assertThat(FuseMount.isMounted(folder)).isFalse();
        FuseMount.unmountStale(folder);
        leavesNothingBehind(folder);
    }

    static void leavesAloneWhatIsServed(Path folder) throws Exception {
        Process engine = startEngine(folder);
        assertThatThrownBy(() -> FuseMount.unmountStale(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is being served");
        assertThatThrownBy(() -> FuseMount.mount(folder, "second", new MemoryFiles()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mounted");
        engine.getOutputStream().close();
        assertThat(engine.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(FuseMount.isMounted(folder)).isFalse();
        try (FuseMount mount = FuseMount.mount(folder, "own", new MemoryFiles())) {
            assertThatThrownBy(() -> FuseMount.unmountStale(folder))
                    .hasMessageContaining("is being served");
            assertThat(mount.isServing()).isTrue();
        }
    }

    static void cutsOffProcessesThatDoNotLetGo(Path folder) throws Exception {
        try (MountUserProcess user = new MountUserProcess()) {
            try (FuseMount mount = FuseMount.mount(folder, "trial", new MemoryFiles())) {
                user.ask("write", mount.mountPoint().resolve("file").toString(), "content");
                user.ask("hold", mount.mountPoint().resolve("file").toString());
            }
            assertThat(FuseMount.isMounted(folder)).isFalse();
            assertThat(user.ask("write-held", ".")).contains("not connected");
        }
    }

    static void noticesThatSomebodyElseUnmounted(Path folder) throws Exception {
        try (FuseMount mount = FuseMount.mount(folder, "trial", new MemoryFiles())) {
            Mounter.choose().unmount(folder);
            for (int i = 0; i < 500 && mount.isServing(); i++) {
                Thread.sleep(10);
            }
            assertThat(mount.isServing()).isFalse();
        }
        assertThat(FuseMount.isMounted(folder)).isFalse();
    }

    static void hidesNoFiles(Path folder) throws Exception {
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("precious"));
        assertThatThrownBy(() -> FuseMount.mount(folder, "trial", new MemoryFiles()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not empty");
        Files.delete(folder.resolve("precious"));
    }

    /** Another process that serves the folder; it ends when its input does. */
    private static Process startEngine(Path folder) throws IOException {
        List<String> command = new ArrayList<>(MountUserProcess.javaCommand(MountMain.class));
        command.add(folder.toString());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("mounted")) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
        return process;
    }
}
