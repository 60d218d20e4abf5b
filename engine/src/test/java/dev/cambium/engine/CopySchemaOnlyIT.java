package dev.cambium.engine;

/** {@link SchemaOnlyContract} on the volume {@code copy}. */
class CopySchemaOnlyIT extends SchemaOnlyContract {

    @Override
    VolumeChoice volume() {
        return VolumeChoice.COPY;
    }
}
