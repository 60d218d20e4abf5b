package dev.cambium.anonymizer.function;

/** A rule that cannot be followed. The message says which, why, and what to write instead. */
public class InvalidRuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public InvalidRuleException(String message) {
        super(message);
    }
}
