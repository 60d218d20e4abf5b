package dev.cambium.engine.branch.compute;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.compute.ServerSettings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What users set for servers. */
public final class ChosenSettings {

    private ChosenSettings() {}

    /**
     * What an endpoint sets, over what its project sets.
     *
     * @param ownerId the branch, or the read-only endpoint
     */
    public static ServerSettings of(Catalog catalog, String projectId, String ownerId) {
        Map<String, String> settings = new HashMap<>();
        List<String> libraries = List.of();
        for (String owner : List.of(projectId, ownerId)) {
            EndpointSettings set = catalog.endpoints().settings(owner).orElse(null);
            if (set != null) {
                settings.putAll(set.pgSettings());
                libraries = set.preloadLibraries().isEmpty() ? libraries : set.preloadLibraries();
            }
        }
        return new ServerSettings(settings, libraries);
    }
}
