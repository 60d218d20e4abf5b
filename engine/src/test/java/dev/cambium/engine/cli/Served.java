package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.server.ApiServer;

import java.io.IOException;

/** Makes a server of this process the engine of a home. */
final class Served {

    private Served() {}

    static void announce(EngineHome home, ApiServer server) throws IOException {
        home.writeListening(
                new EngineHome.Listening(
                        ProcessHandle.current().pid(), server.apiUrl().toString(), "0.1.0"));
    }
}
