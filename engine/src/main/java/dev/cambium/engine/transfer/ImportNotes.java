package dev.cambium.engine.transfer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was done differently from what the script says, and what the server remarked. Bounded. */
final class ImportNotes {

    /** Enough to read; a script that raises a notice per row must not fill the memory. */
    private static final int NOTES_MAX = 200;

    private final Set<String> notes = new LinkedHashSet<>();
    private long leftOut;

    void add(String note) {
        if (notes.size() < NOTES_MAX) {
            notes.add(note);
        } else if (!notes.contains(note)) {
            leftOut++;
        }
    }

    List<String> list() {
        List<String> all = new ArrayList<>(notes);
        if (leftOut > 0) {
            all.add("and %d more notes".formatted(leftOut));
        }
        return all;
    }
}
