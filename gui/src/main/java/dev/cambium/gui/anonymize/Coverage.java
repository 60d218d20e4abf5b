package dev.cambium.gui.anonymize;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many of the columns that are surely personal somebody decided about.
 *
 * @param decided the rules, or what was picked here, say what becomes of them
 * @param suggested nobody said anything; a function that suits them is at hand
 * @param open neither
 */
record Coverage(int decided, int suggested, int open) {

    static final Coverage NONE = new Coverage(0, 0, 0);

    static Coverage of(List<FindingRow> rows) {
        Set<String> decided = new HashSet<>();
        Set<String> suggested = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (FindingRow row : rows) {
            if (row.found().sensitive()) {
                switch (row.standing()) {
                    case PICKED, MASKED, KEPT -> decided.add(row.column());
                    case SUGGESTED -> suggested.add(row.column());
                    case OPEN, UNSURE -> open.add(row.column());
                }
            }
        }
        suggested.removeAll(decided);
        open.removeAll(decided);
        open.removeAll(suggested);
        return new Coverage(decided.size(), suggested.size(), open.size());
    }

    int sensitive() {
        return decided + suggested + open;
    }
}
