package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.fuse.mount.FuseAvailability;
import dev.cambium.engine.volume.CopyVolume;
import dev.cambium.engine.volume.LayersVolume;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;
import java.nio.file.Files;

/** Chooses the volume of a home and opens it. A home keeps the kind it began with. */
final class Volumes {

    private Volumes() {}

    static Volume open(HomeLayout layout, VolumeChoice choice) throws IOException {
        FuseAvailability fuse = FuseAvailability.probe();
        boolean hasLayers = Files.exists(layout.layers());
        boolean hasCopies = Files.exists(layout.copies());
        boolean layers =
                switch (choice) {
                    case LAYERS -> true;
                    case COPY -> false;
                    case AUTO -> hasLayers || (!hasCopies && fuse.usable());
                };
        if (layers) {
            refuse(
                    hasCopies,
                    "This home keeps its branches as copies, so it cannot be opened with layers. Choose another home with --home.");
            refuse(!fuse.usable(), "This home needs FUSE, which cannot be used: " + fuse.reason());
            return LayersVolume.open(layout.layers(), layout.mount());
        }
        refuse(
                hasLayers,
                "This home keeps its branches in layers, so it cannot be opened as copies. Choose another home with --home.");
        return CopyVolume.open(layout.copies(), whyCopies(choice, fuse, hasCopies));
    }

    private static String whyCopies(VolumeChoice choice, FuseAvailability fuse, boolean hasCopies) {
        if (choice == VolumeChoice.COPY) {
            return "Each branch copies all files of its parent, because that was asked for.";
        }
        return hasCopies && fuse.usable()
                ? "Each branch copies all files of its parent, because this home began that way; a new home would use layers."
                : "Each branch copies all files of its parent, because FUSE cannot be used: "
                        + fuse.reason();
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new EngineException(412, "VOLUME_NOT_USABLE", sentence);
        }
    }
}
