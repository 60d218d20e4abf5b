package dev.cambium.engine.page;

import java.util.regex.Pattern;

/**
 * The name of a seal: the frozen files of a timeline at one moment, from which others are forked.
 * Unique in a home folder, never used again.
 *
 * @param value for example {@code sl-3f9a1c0b2d4e}
 */
public record SealId(String value) {

    private static final Pattern FORM = Pattern.compile("sl-[a-z0-9-]{1,40}");

    public SealId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a seal id: '" + value + "'");
        }
    }

    /** Whether a text is a seal id, for telling ours from other files in a folder. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
