package dev.cambium.engine.layer;

/**
 * What those who work on the layers of one store share.
 *
 * @param registry what there is, and who needs what
 * @param collector deletes what nobody needs
 */
record StoreParts(
        LayerFolder folders,
        Disk disk,
        OpenChannels channels,
        SpaceGuard space,
        LayerFactory factory,
        LayerRegistry registry,
        LayerCollector collector,
        StoreManifests manifests) {

    static StoreParts of(LayerFolder folders, Disk disk, int openFilesMax)
            throws java.io.IOException {
        OpenChannels channels = new OpenChannels(openFilesMax);
        LayerFactory factory = new LayerFactory(folders, channels, disk);
        LayerRegistry registry = new LayerRegistry();
        return new StoreParts(
                folders,
                disk,
                channels,
                new SpaceGuard(folders.root()),
                factory,
                registry,
                new LayerCollector(registry, factory),
                new StoreManifests(folders, disk));
    }
}
