package dev.cambium.engine;

/** {@link MomentsContract} where branches are layers behind FUSE. */
class LayersMomentsIT extends MomentsContract {

    @Override
    String volume() {
        return "layers";
    }
}
