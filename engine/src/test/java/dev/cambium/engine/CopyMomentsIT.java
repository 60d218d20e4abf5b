package dev.cambium.engine;

/** {@link MomentsContract} where branches are full copies. */
class CopyMomentsIT extends MomentsContract {

    @Override
    String volume() {
        return "copy";
    }
}
