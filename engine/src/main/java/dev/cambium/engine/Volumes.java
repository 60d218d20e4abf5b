package dev.cambium.engine;

import dev.cambium.engine.volume.CopyVolume;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;

/** Chooses the volume of a home and opens it. */
final class Volumes {

    private Volumes() {}

    static Volume open(HomeLayout layout, VolumeChoice choice) throws IOException {
        return CopyVolume.open(layout.copies(), "Files are copied: " + choice);
    }
}
