package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;

import java.util.List;
import java.util.stream.Collectors;

/** What may not be done to a branch, with a sentence that says what to do instead. */
final class BranchRules {

    private final Catalog catalog;

    BranchRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @param verb for example {@code reset}
     */
    void refuseProtected(Branch branch, String verb) {
        if (branch.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_PROTECTED",
                    "Branch '%s' is protected and cannot be %s. Remove its protection first: cambium branches unprotect %s"
                            .formatted(branch.name(), verb, branch.name()));
        }
    }

    void refuseDefault(Branch branch) {
        if (branch.isDefault()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "DEFAULT_BRANCH",
                    "Branch '%s' is the default branch and cannot be deleted. Make another one the default first, or delete the project instead."
                            .formatted(branch.name()));
        }
    }

    void refuseChildren(Branch branch) {
        List<Branch> children = catalog.children(branch.id());
        if (!children.isEmpty()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_HAS_CHILDREN",
                    "Branch '%s' has children (%s). Delete those first or with it (--cascade), or let them go on without it (--keep-children)."
                            .formatted(branch.name(), names(children)));
        }
    }

    /** A default or protected branch would be gone by itself one day. */
    void refuseExpiryOf(Branch branch) {
        if (branch.isDefault() || branch.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_CANNOT_EXPIRE",
                    "Branch '%s' is %s, so it cannot expire."
                            .formatted(
                                    branch.name(),
                                    branch.isDefault() ? "the default branch" : "protected"));
        }
    }

    /** What expires may be neither the default nor protected. */
    void refuseExpiring(Branch branch, String wish) {
        if (branch.expiresAt() != null) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXPIRES",
                    "Branch '%s' expires, so it cannot be %s. Let it live first: cambium branches set-expiration %s"
                            .formatted(branch.name(), wish, branch.name()));
        }
    }

    static Refusal nameTaken(String name) {
        return new Refusal(
                Kind.CONFLICT,
                "BRANCH_EXISTS",
                "There is a branch '%s' already. Choose another name, or rename that branch first."
                        .formatted(name));
    }

    static String names(List<Branch> branches) {
        return branches.stream().map(Branch::name).collect(Collectors.joining(", "));
    }
}
