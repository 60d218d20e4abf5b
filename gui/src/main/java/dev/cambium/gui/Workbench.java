package dev.cambium.gui;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;
import dev.cambium.gui.workspace.EngineSource;

import java.net.URI;
import java.util.List;

/**
 * Starts the workbench. It is no JavaFX application itself: such a class cannot be started from the
 * class path.
 */
public final class Workbench {

    private Workbench() {}

    /** See {@link WorkbenchOptions#USAGE}; ends with status 2 when the words make no sense. */
    public static void main(String[] words) {
        if (List.of(words).contains("--help")) {
            System.out.print(WorkbenchOptions.USAGE);
            return;
        }
        WorkbenchOptions options;
        EngineSource source;
        try {
            options = WorkbenchOptions.parse(List.of(words));
            source = source(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(WorkbenchOptions.USAGE);
            System.exit(2);
            return;
        }
        WorkbenchApplication.open(source, options);
        // JavaFX has ended; what still waits for an answer of the engine need not keep us.
        System.exit(0);
    }

    private static EngineSource source(WorkbenchOptions options) {
        if (options.apiUrl() != null && options.apiKey() != null) {
            URI url = URI.create(options.apiUrl());
            String key = options.apiKey();
            return () -> EngineClient.connect(url, key);
        }
        return new HomeEngineSource(new EngineLauncher(EngineHome.find(options.home())));
    }
}
