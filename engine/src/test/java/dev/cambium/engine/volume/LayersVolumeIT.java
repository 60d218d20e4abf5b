package dev.cambium.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.fuse.mount.FuseAvailability;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The layers through the kernel: what another process writes to the mount is what the volume reads.
 * This process itself never touches the mount.
 */
@SuppressWarnings("NullAway") // set when the volume opens
class LayersVolumeIT extends VolumeContract {

    @Override
    protected Volume open(Path home) throws Exception {
        FuseAvailability fuse = FuseAvailability.probe();
        assumeTrue(fuse.usable(), fuse.reason());
        return LayersVolume.open(home, folder.resolve("mount"));
    }

    @Override
    protected void write(TimelineId timeline, String path, byte[] content) throws Exception {
        Path source = Files.write(folder.resolve("content"), content);
        shell("cat \"$0\" > \"$1\" && sync \"$1\"", source, file(timeline, path));
    }

    @Override
    protected void remove(TimelineId timeline, String path) throws Exception {
        shell("rm \"$0\"", file(timeline, path), folder);
    }

    @Test
    void timelineAppearsAndVanishesInTheMount() throws Exception {
        shell("! test -e \"$0\"", file(MAIN, "PG_VERSION"), folder);
        create(MAIN);
        shell("test \"$(cat \"$0\")\" = 18", file(MAIN, "PG_VERSION"), folder);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        shell("test \"$(cat \"$0\")\" = 18", file(CHILD, "PG_VERSION"), folder);
        volume.delete(MAIN);
        shell("! test -e \"$0\"", volume.dataDirectory(MAIN), folder);
    }

    @Test
    void walFolderIsReachedThroughTheLinkOfEachTimeline() throws Exception {
        create(MAIN);
        volume.seal(MAIN, SEAL);
        volume.fork(SEAL, CHILD, wal(CHILD));
        shell(
                "echo main > \"$0/a\"; echo child > \"$1/a\"",
                file(MAIN, "pg_wal"),
                file(CHILD, "pg_wal"));

        assertThat(wal(MAIN).resolve("a")).hasContent("main");
        assertThat(wal(CHILD).resolve("a")).hasContent("child");
    }

    @Test
    void tablespaceOutsideIsRefused() throws Exception {
        create(MAIN);

        shell("! ln -s \"$1\" \"$0\" 2>/dev/null", file(MAIN, "pg_tblspc/16400"), folder);
    }

    @Test
    void forkTakenWhileAnotherProcessWritesIsWhole() throws Exception {
        create(MAIN);
        Process writer =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "i=0; while [ $i -lt 60 ]; do i=$((i+1));"
                                        + " echo line $i >> \"$0/log\"; sync \"$0/log\";"
                                        + " mv \"$0/log\" \"$0/log2\"; mv \"$0/log2\" \"$0/log\";"
                                        + " done",
                                volume.dataDirectory(MAIN).toString())
                        .start();
        try {
            for (int i = 0; writer.isAlive() && i < 20; i++) {
                var seal = new dev.cambium.engine.page.SealId("sl-" + i);
                volume.seal(MAIN, seal);
                String text = log(seal);
                int lines = (int) text.lines().count();
                StringBuilder expected = new StringBuilder();
                for (int line = 1; line <= lines; line++) {
                    expected.append("line ").append(line).append('\n');
                }
                assertThat(text).isEqualTo(expected.toString());
            }
            assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue()).isZero();
        } finally {
            writer.destroyForcibly();
        }
        assertThat(text(MAIN, "log")).endsWith("line 60\n").hasLineCount(60);
    }

    /** The log under whichever of its two names it had; empty before its first line. */
    private String log(dev.cambium.engine.page.SealId seal) throws Exception {
        for (String name : new String[] {"log", "log2"}) {
            try {
                return text(seal, name);
            } catch (java.nio.file.NoSuchFileException otherName) {
                // The other one then.
            }
        }
        return "";
    }

    private Path file(TimelineId timeline, String path) {
        return volume.dataDirectory(timeline).resolve(path);
    }

    private static void shell(String command, Path first, Path second) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", command, first.toString(), second.toString())
                        .inheritIO()
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue()).as(command).isZero();
    }
}
