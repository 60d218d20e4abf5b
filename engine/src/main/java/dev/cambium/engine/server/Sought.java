package dev.cambium.engine.server;

import java.util.Locale;

/** What {@code search} of the API means by a match: a part of a name or id, in any case. */
final class Sought {

    private Sought() {}

    static boolean in(String part, String whole) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
