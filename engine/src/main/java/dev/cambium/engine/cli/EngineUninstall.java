package dev.cambium.engine.cli;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code cambium engine uninstall}. */
@Command(
        name = "uninstall",
        header = "Take back what install did; an engine that runs goes on.",
        description = "Databases and ports stay as they are.")
final class EngineUninstall extends Verb {

    @Override
    void run() throws IOException {
        UserService service = UserService.ofThisSystem();
        String name = UserService.nameFor(cambium().launcher().home());
        boolean removed = service.disable(name);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("service", name);
        result.put("file", service.file(name).toString());
        result.put("removed", removed);
        output().print(
                        result,
                        () ->
                                Table.properties()
                                        .whenEmpty(
                                                (removed
                                                                ? "Removed %s. The system starts the engine no more."
                                                                : "There was no %s.")
                                                        .formatted(service.file(name))));
    }
}
