package dev.cambium.engine.page;

import java.util.regex.Pattern;

/**
 * The name of a timeline: the storage history under a branch. Unique in a home folder, never used
 * again, and part of folder names, so it holds lower-case letters, digits and dashes only.
 *
 * @param value for example {@code tl-3f9a1c0b2d4e}
 */
public record TimelineId(String value) {

    private static final Pattern FORM = Pattern.compile("tl-[a-z0-9-]{1,40}");

    public TimelineId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a timeline id: '" + value + "'");
        }
    }

    /** Whether a text is a timeline id, for telling ours from other files in a folder. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
