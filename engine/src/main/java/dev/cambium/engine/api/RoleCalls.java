package dev.cambium.engine.api;

import java.util.List;

/**
 * What can be asked about the roles of a branch, which is named by its id or its name. Thread-safe,
 * as all calls; see {@link EngineCalls}.
 */
public interface RoleCalls {

    List<Role> list(String projectId, String branch);

    /** Makes a role that may log in; the answer has its password. */
    default Role create(String projectId, String branch, String name) {
        return create(projectId, branch, name, true);
    }

    /**
     * Makes a role.
     *
     * @param login false for one without a password, which is there to have members
     */
    Role create(String projectId, String branch, String name, boolean login);

    /** Gives a role a new password, which the answer has, and ends its sessions. */
    Role resetPassword(String projectId, String branch, String role);

    Role delete(String projectId, String branch, String role);

    /** The password of a role, in clear. */
    String revealPassword(String projectId, String branch, String role);
}
