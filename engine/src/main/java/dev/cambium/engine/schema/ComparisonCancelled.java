package dev.cambium.engine.schema;

/** Nobody waits for a comparison any more. */
public final class ComparisonCancelled extends RuntimeException {

    private static final long serialVersionUID = 1;

    ComparisonCancelled() {
        super("The comparison was cancelled.");
    }
}
