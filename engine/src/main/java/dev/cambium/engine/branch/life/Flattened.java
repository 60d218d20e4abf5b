package dev.cambium.engine.branch.life;

import dev.cambium.engine.catalog.Branch;

/**
 * A branch that was cut free from its ancestors.
 *
 * @param hadParent whether it was a child
 * @param copied whether blocks had to be copied: false if it shared nothing
 */
public record Flattened(Branch branch, boolean hadParent, boolean copied) {

    /** What was done, and what that means for the branch, in words. */
    public String words() {
        String what =
                copied
                        ? "Branch '%s' has all its blocks to itself now."
                        : "Branch '%s' shared no blocks with other branches.";
        String then =
                hadParent
                        ? " It is a root branch: it cannot be reset from its former parent any more, and this cannot be undone. It can still be restored to its own past."
                        : " It was a root branch before.";
        return what.formatted(branch.name()) + then;
    }
}
