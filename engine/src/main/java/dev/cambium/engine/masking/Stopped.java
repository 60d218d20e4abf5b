package dev.cambium.engine.masking;

/** Somebody asked for a run to be cancelled. */
public final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Stopped() {
        super("The run was cancelled. Nothing was changed.");
    }
}
