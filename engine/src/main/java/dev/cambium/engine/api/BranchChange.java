package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a verb did to a branch.
 *
 * @param branch as it is now; of a deleted one, as it was
 * @param operations what was done, in order, each with its outcome
 * @param backupBranch the branch that keeps what it held before; null if none was made
 * @param otherBranches those that were deleted or reset along with it
 */
public record BranchChange(
        Branch branch,
        List<Operation> operations,
        @Nullable Branch backupBranch,
        List<Branch> otherBranches) {}
