package dev.cambium.engine.cli;

import java.util.Iterator;
import java.util.List;

/**
 * Marks what is a branch, for shells to complete. The names are those there are when somebody
 * completes: {@link CompletionCommand} puts the question for them where this stands.
 */
final class BranchNames implements Iterable<String> {

    /** Stands for the names in what picocli makes for shells; no branch can be called so. */
    static final String MARK = "<branches>";

    /** For picocli. */
    BranchNames() {}

    @Override
    public Iterator<String> iterator() {
        return List.of(MARK).iterator();
    }
}
