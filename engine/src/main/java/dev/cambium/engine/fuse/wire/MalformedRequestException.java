package dev.cambium.engine.fuse.wire;

/** A request that does not hold what its header promises: a fault of ours or of the kernel. */
public final class MalformedRequestException extends Exception {

    public MalformedRequestException(String why) {
        super(why);
    }
}
