package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Text;

/** Why a verb is not offered on a branch; an empty answer means that it is. */
public final class BranchRules {

    private BranchRules() {}

    public static String whyNoReset(Branch branch) {
        if (branch.parentId() == null) {
            return Text.get("rule.reset.root");
        } else if (branch.isProtected()) {
            return Text.get("rule.reset.protected");
        }
        return "";
    }

    public static String whyNoRestore(Branch branch) {
        return branch.isProtected() ? Text.get("rule.restore.protected") : "";
    }

    public static String whyNoDelete(Branch branch) {
        if (branch.isDefault()) {
            return Text.get("rule.delete.default");
        } else if (branch.isProtected()) {
            return Text.get("rule.delete.protected");
        }
        return "";
    }

    public static String whyNoExpiry(Branch branch) {
        return branch.isDefault() || branch.isProtected() ? Text.get("rule.expire") : "";
    }

    public static String whyNoFlatten(Branch branch) {
        return branch.parentId() == null ? Text.get("rule.flatten.root") : "";
    }

    public static String whyNotDefault(Branch branch) {
        return branch.isDefault() ? Text.get("rule.default") : "";
    }

    /** Whether it came from a snapshot to be looked at, and can take its target's place. */
    public static boolean awaitsFinish(Branch branch) {
        return branch.restoredAs() != null && "restored".equals(branch.restoreStatus());
    }

    public static String whyNoStartOrSuspend(Branch branch) {
        return BranchState.of(branch).passing() ? Text.get("rule.passing") : "";
    }
}
