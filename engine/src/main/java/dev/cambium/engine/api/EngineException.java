package dev.cambium.engine.api;

/**
 * A call that the engine refused or could not do. The message is one or two sentences for people:
 * what is wrong and what to do.
 */
public final class EngineException extends RuntimeException {

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status: 400, 401, 404, 409, 412, 423, 500, 501, 503, 507; 0 when the
     *     engine could not be reached
     * @param code a short word for programs, for example {@code BRANCH_NOT_FOUND}
     */
    public EngineException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** What is told of an error that nobody expected, and that the engine has logged. */
    public static EngineException unexpected(Exception e) {
        return new EngineException(
                500,
                "INTERNAL",
                "The engine met an error that it did not expect (%s). Its log has the rest: `cambium engine status` tells where."
                        .formatted(e));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
