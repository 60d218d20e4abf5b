package dev.cambium.engine;

/** {@link SchemaOnlyContract} on the volume {@code layers}. */
class LayersSchemaOnlyIT extends SchemaOnlyContract {

    @Override
    VolumeChoice volume() {
        return VolumeChoice.LAYERS;
    }
}
