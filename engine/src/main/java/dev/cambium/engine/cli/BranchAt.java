package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A branch, or a moment of one, as people type it: {@code main}, {@code main@0/1A2B3C8}, {@code
 * main@2026-11-20T12:00:00Z}, or a moment alone, which means one of the default branch.
 *
 * @param branch an id or a name; null means the default branch
 * @param at the moment as it was typed; null if there is none
 */
record BranchAt(@Nullable String branch, @Nullable String at) {

    /** For the help of commands that take one. */
    static final String LABEL = "BRANCH[@LSN|@TIME]";

    /** What is a moment at first sight; the engine reads it in earnest. */
    private static final Pattern MOMENT =
            Pattern.compile("[0-9A-Fa-f]+/[0-9A-Fa-f]+|\\d{4}-\\d{1,2}-\\d{1,2}([Tt ].*)?");

    /** What was meant as one, if perhaps wrongly written. */
    private static final Pattern LIKE_A_MOMENT =
            Pattern.compile("[0-9A-Fa-f]+/.*|\\d{4}-\\d{1,2}-\\d{1,2}.*");

    private static final Pattern HEAD = Pattern.compile("(?i)head");

    /**
     * Reads it. A name may hold an @ itself, and may look like a time: a branch that has exactly
     * the name that was typed comes first.
     *
     * @throws Refusal if what stands after the @ is no moment
     */
    static BranchAt parse(EngineClient engine, String projectId, @Nullable String typed) {
        if (typed == null) {
            return new BranchAt(null, null);
        }
        int sign = typed.lastIndexOf('@');
        boolean plain = sign < 0 && !MOMENT.matcher(typed).matches();
        if (plain || isBranch(engine.branches().search(projectId, typed), typed)) {
            return new BranchAt(typed, null);
        }
        if (sign < 0) {
            return new BranchAt(null, typed);
        }
        String at = typed.substring(sign + 1);
        if (!HEAD.matcher(at).matches() && !LIKE_A_MOMENT.matcher(at).matches()) {
            throw new Refusal(
                    "'%s' is no moment, and there is no branch '%s'. After the @ goes head, an LSN such as 0/1A2B3C8, or a time with its zone such as 2026-11-20T12:00:00Z."
                            .formatted(at, typed));
        }
        return new BranchAt(
                sign == 0 ? null : typed.substring(0, sign),
                HEAD.matcher(at).matches() ? null : at);
    }

    private static boolean isBranch(List<Branch> branches, String typed) {
        return branches.stream()
                .anyMatch(branch -> branch.name().equals(typed) || branch.id().equals(typed));
    }
}
