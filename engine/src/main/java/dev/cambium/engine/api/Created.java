package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What the calls that create something answer. */
public final class Created {

    private Created() {}

    /** The answer to creating a project: its default branch with all that is on it. */
    public record ProjectReply(
            Project project,
            List<ConnectionUri> connectionUris,
            List<Role> roles,
            List<Database> databases,
            List<Operation> operations,
            Branch branch,
            List<Endpoint> endpoints) {}

    /**
     * The answer to creating a branch; without a compute the lists of endpoints and URIs are empty.
     *
     * @param moment what it began with; null from servers that do not tell
     * @param notice what to know before it is handed on; null if there is nothing
     */
    public record BranchReply(
            Branch branch,
            List<Endpoint> endpoints,
            List<Operation> operations,
            List<Role> roles,
            List<Database> databases,
            List<ConnectionUri> connectionUris,
            @Nullable FoundMoment moment,
            @Nullable String notice) {

        public BranchReply(
                Branch branch,
                List<Endpoint> endpoints,
                List<Operation> operations,
                List<Role> roles,
                List<Database> databases,
                List<ConnectionUri> connectionUris,
                @Nullable FoundMoment moment) {
            this(branch, endpoints, operations, roles, databases, connectionUris, moment, null);
        }

        public BranchReply(
                Branch branch,
                List<Endpoint> endpoints,
                List<Operation> operations,
                List<Role> roles,
                List<Database> databases,
                List<ConnectionUri> connectionUris) {
            this(branch, endpoints, operations, roles, databases, connectionUris, null);
        }
    }
}
