package dev.cambium.engine.layer;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file {@code timelines/ID}: where a timeline's stack begins.
 *
 * @param top a layer of the timeline; if it is sealed, the open layer is found by following the
 *     successors in the logs
 * @param walFolder absolute path of the native folder that {@code pg_wal} leads to
 */
record TimelineManifest(LayerId top, Path walFolder) {

    private static final ChecksummedFile.Kind KIND =
            new ChecksummedFile.Kind(0x43414d4254494d45L, 1); // CAMBTIME

    void write(Path path, Disk disk) throws IOException {
        ChecksummedFile.write(
                path,
                KIND,
                disk,
                out -> {
                    out.writeLong(top.value());
                    out.writeUTF(walFolder.toString());
                });
    }

    static TimelineManifest read(Path path) throws IOException {
        DataInputStream in = ChecksummedFile.read(path, KIND);
        return new TimelineManifest(new LayerId(in.readLong()), Path.of(in.readUTF()));
    }
}
