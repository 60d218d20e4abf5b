package dev.cambium.engine.cli;

import dev.cambium.engine.api.BranchEndpoints;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewEndpoint;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** What Neon's command line can say of the compute that a new branch gets. */
final class ComputeOptions {

    /** What is said to whoever asks for compute units. */
    static final String NO_UNITS = "--cu sets nothing here: a compute takes what the computer has.";

    private static final String READ_WRITE = "read_write";
    private static final String READ_ONLY = "read_only";

    @Option(
            names = "--type",
            paramLabel = "read_write|read_only",
            description =
                    "With read_only it gets an address at which it can only be read; the other one sleeps.")
    private String type = READ_WRITE;

    @Option(
            names = "--suspend-timeout",
            paramLabel = "SECONDS",
            description =
                    "Sleep after so long without a client: 0 the project's default, -1 never.")
    private @Nullable Long suspend;

    @Option(
            names = "--cu",
            paramLabel = "UNITS",
            description = "Sets nothing: a compute here takes what the computer has.")
    private @Nullable String units;

    boolean isReadOnly() {
        return type.equals(READ_ONLY);
    }

    /**
     * The endpoints that are asked for.
     *
     * @param compute whether any is
     * @throws WrongUsage if what was said makes no sense
     */
    BranchEndpoints endpoints(boolean compute, Output output) {
        if (!type.equals(READ_WRITE) && !type.equals(READ_ONLY)) {
            throw new WrongUsage(
                    "--type is read_write or read_only; '%s' is neither.".formatted(type));
        }
        if (isReadOnly() && !compute) {
            throw new WrongUsage(
                    "--no-compute asks for no compute and --type read_only for one: leave one of them out.");
        }
        if (units != null) {
            output.sayWithTable(NO_UNITS);
        }
        EndpointUpdate settings = new EndpointUpdate(suspend, null, null, null);
        return isReadOnly()
                ? new BranchEndpoints(
                        EndpointUpdate.NOTHING, List.of(new NewEndpoint(null, settings)))
                : new BranchEndpoints(settings, List.of());
    }
}
