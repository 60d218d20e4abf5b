package dev.cambium.engine.branch.operation;

import dev.cambium.engine.timeline.UnreachablePointException;

import org.jspecify.annotations.Nullable;

/** A verb that was not done. The message says what is wrong and what to do; nothing was lost. */
public final class Refusal extends RuntimeException {

    /** What sort of refusal; the API makes an HTTP status of it. */
    public enum Kind {
        /** The request makes no sense as it is. */
        INVALID,
        /** What it names does not exist. */
        NOT_FOUND,
        /** It contradicts what exists. */
        CONFLICT,
        /** Something else is being done to the branch; the same request may succeed later. */
        BUSY,
        /** A server did not start or answer. */
        UNAVAILABLE,
        /** The disk is full. */
        DISK_FULL,
        /** The engine failed. */
        FAILED
    }

    private final Kind kind;
    private final String code;

    public Refusal(Kind kind, String code, String message) {
        this(kind, code, message, null);
    }

    /**
     * @param code a short word for programs, for example {@code BRANCH_NOT_FOUND}
     */
    public Refusal(Kind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /** What to tell people of any failure: refusals as they are, all others explained. */
    public static Refusal of(Throwable failure, String verb) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof UnreachablePointException) {
            return new Refusal(Kind.CONFLICT, "MOMENT_NOT_REACHABLE", text, failure);
        }
        if (text.contains("No space left on device") || text.contains("disk is full")) {
            return new Refusal(
                    Kind.DISK_FULL,
                    "DISK_FULL",
                    "The disk is full, so the engine could not %s. Nothing was changed. Free some space, then try again."
                            .formatted(verb),
                    failure);
        }
        return new Refusal(
                Kind.FAILED,
                "FAILED",
                "The engine could not %s: %s".formatted(verb, text),
                failure);
    }
}
