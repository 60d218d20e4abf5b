package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.PostgresBinaries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Changes what is set for endpoints; settings of Postgres are tried before anybody has them, on a
 * server that is thrown away. Writes nothing. Thread-safe.
 */
public final class SettingsTrial {

    private final EngineParts parts;

    public SettingsTrial(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * What is set then.
     *
     * @throws Refusal if a timeout is out of bounds, or Postgres does not start with the settings
     */
    public EndpointSettings changed(
            String projectId, EndpointSettings before, EndpointChange change) {
        return changed(parts.postgresOf(projectId), before, change);
    }

    /** The same for a project that is not there yet. */
    public EndpointSettings changed(
            ComputePlan.Postgres postgres, EndpointSettings before, EndpointChange change) {
        EndpointSettings after =
                new EndpointSettings(
                        before.ownerId(),
                        orElse(
                                "suspend timeout",
                                change.suspendTimeoutSeconds(),
                                before.suspendTimeoutSeconds()),
                        orElse(
                                "pool timeout",
                                change.poolTimeoutSeconds(),
                                before.poolTimeoutSeconds()),
                        orElse(change.pgSettings(), before.pgSettings()),
                        orElse(change.preloadLibraries(), before.preloadLibraries()),
                        parts.clock().instant());
        boolean tried =
                after.pgSettings().equals(before.pgSettings())
                        && after.preloadLibraries().equals(before.preloadLibraries());
        if (!tried) {
            tryOut(postgres, after);
        }
        return after;
    }

    private void tryOut(ComputePlan.Postgres postgres, EndpointSettings settings) {
        try {
            PostgresBinaries binaries = postgres.find();
            requireAllowed(binaries, settings);
            parts.trialStart().run(binaries, settings.pgSettings(), settings.preloadLibraries());
        } catch (ComputeException e) {
            throw new Refusal(
                    Kind.INVALID,
                    "SETTINGS_INVALID",
                    "Postgres does not start with these settings, so nothing was changed. It says: "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw Refusal.of(e, "try the settings");
        }
    }

    /** What the engine refuses itself is not told as Postgres's word. */
    private void requireAllowed(PostgresBinaries binaries, EndpointSettings settings) {
        try {
            parts.trialStart()
                    .requireAllowed(binaries, settings.pgSettings(), settings.preloadLibraries());
        } catch (ComputeException e) {
            throw new Refusal(
                    Kind.INVALID, "SETTINGS_INVALID", e.getMessage() + " Nothing was changed.", e);
        }
    }

    private static long orElse(String what, @Nullable Long asked, long before) {
        return asked == null ? before : IdleTimeouts.checked(what, asked);
    }

    private static Map<String, String> orElse(
            @Nullable Map<String, String> asked, Map<String, String> before) {
        return asked == null ? before : asked;
    }

    private static List<String> orElse(@Nullable List<String> asked, List<String> before) {
        return asked == null ? before : asked;
    }
}
