package dev.cambium.engine.volume;

import dev.cambium.engine.page.TimelineId;

import java.nio.file.Files;
import java.nio.file.Path;

/** Plain folders: Postgres would write to them as this test does. */
class CopyVolumeTest extends VolumeContract {

    @Override
    protected Volume open(Path home) throws Exception {
        return CopyVolume.open(home, "for the test");
    }

    @Override
    protected void write(TimelineId timeline, String path, byte[] content) throws Exception {
        Path file = volume.dataDirectory(timeline).resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, content);
    }

    @Override
    protected void remove(TimelineId timeline, String path) throws Exception {
        Files.delete(volume.dataDirectory(timeline).resolve(path));
    }
}
