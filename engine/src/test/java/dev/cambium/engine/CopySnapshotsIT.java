package dev.cambium.engine;

/** {@link SnapshotsContract} where each branch is a copy. */
class CopySnapshotsIT extends SnapshotsContract {

    @Override
    VolumeChoice volume() {
        return VolumeChoice.COPY;
    }
}
