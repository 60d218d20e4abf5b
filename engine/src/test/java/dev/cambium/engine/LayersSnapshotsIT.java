package dev.cambium.engine;

/** {@link SnapshotsContract} where branches are layers behind FUSE. */
class LayersSnapshotsIT extends SnapshotsContract {

    @Override
    VolumeChoice volume() {
        return VolumeChoice.LAYERS;
    }
}
