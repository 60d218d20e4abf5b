package dev.cambium.engine.branch.life;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a verb did.
 *
 * @param branch the branch as it is now; of a deleted one, as it was
 * @param backup the branch that keeps what it held before; null if none was made
 * @param others branches that were changed with it: those deleted or reset along with it, or given
 *     another parent
 * @param operations what was done, in order, each with its outcome
 */
public record Outcome(
        Branch branch, @Nullable Branch backup, List<Branch> others, List<Operation> operations) {

    public Outcome {
        others = List.copyOf(others);
        operations = List.copyOf(operations);
    }

    static Outcome of(Branch branch, Operation operation) {
        return new Outcome(branch, null, List.of(), List.of(operation));
    }
}
