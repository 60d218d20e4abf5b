package dev.cambium.engine.branch.life;

/** What becomes of the children of a branch that is deleted. */
public enum Orphans {
    /** A branch with children is not deleted. */
    REFUSE,
    /** They are deleted with it, and theirs too. */
    DELETE,
    /** They keep all they have, and become children of its parent, or roots. */
    KEEP
}
