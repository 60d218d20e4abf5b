package dev.cambium.engine.transfer;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * An import that stopped. The message is complete: file, line, what is wrong, and what to do where
 * that is known.
 */
public final class ImportFailure extends RuntimeException {

    /** Longer statements are cut in messages. */
    private static final int STATEMENT_CHARS_MAX = 200;

    /** As Postgres 16 to 18 say it (commands/extension.c), with lc_messages as computes have it. */
    private static final Pattern MISSING_EXTENSION =
            Pattern.compile("extension \".*\" is not available");

    private static final String WAY_OUT =
            "Make a project on an installed Postgres that has it, `cambium projects create --postgres-bin DIR`, and import there";

    private final String sourceName;
    private final long line;
    private final @Nullable ServerError serverError;

    /**
     * What the server said.
     *
     * @param statement shortened
     * @param sqlState five characters, or null when the connection broke
     */
    public record ServerError(
            String statement,
            @Nullable String sqlState,
            String message,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable String where) {}

    public ImportFailure(String sourceName, long line, String what) {
        super("%s, line %d: %s".formatted(sourceName, line, what));
        this.sourceName = sourceName;
        this.line = line;
        this.serverError = null;
    }

    public ImportFailure(String sourceName, long line, String what, Throwable cause) {
        super("%s, line %d: %s".formatted(sourceName, line, what), cause);
        this.sourceName = sourceName;
        this.line = line;
        this.serverError = null;
    }

    public ImportFailure(String sourceName, long line, ServerError error, Throwable cause) {
        super("%s, line %d: %s".formatted(sourceName, line, describe(error)), cause);
        this.sourceName = sourceName;
        this.line = line;
        this.serverError = error;
    }

    public String sourceName() {
        return sourceName;
    }

    /** The line of the file; for an error inside a statement or among COPY rows, that very line. */
    public long line() {
        return line;
    }

    /** Null when the script itself was the problem, not the server. */
    public @Nullable ServerError serverError() {
        return serverError;
    }

    /** The beginning of a statement, on one line. */
    static String shorten(String statement) {
        int end = Math.min(statement.length(), 4 * STATEMENT_CHARS_MAX);
        String oneLine = statement.substring(0, end).strip().replaceAll("\\s+", " ");
        return oneLine.length() <= STATEMENT_CHARS_MAX
                ? oneLine
                : oneLine.substring(0, STATEMENT_CHARS_MAX) + "…";
    }

    private static String describe(ServerError error) {
        StringBuilder text = new StringBuilder(error.message());
        if (error.sqlState() != null) {
            text.append(" (").append(error.sqlState()).append(')');
        }
        appendSentence(text, "", error.detail());
        appendSentence(text, "Hint: ", error.hint());
        appendSentence(text, "Where: ", error.where());
        if (MISSING_EXTENSION.matcher(error.message()).find()) {
            appendSentence(text, "", WAY_OUT);
        }
        return text.append(" In: ").append(error.statement()).toString();
    }

    private static void appendSentence(StringBuilder text, String title, @Nullable String part) {
        if (part != null) {
            text.append(". ").append(title).append(shorten(part));
        }
    }
}
