package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium engine install}. */
@Command(
        name = "install",
        header = "Let the system start the engine, so that ports listen after a reboot.",
        description = {
            "",
            "Writes a service of your own for systemd (on macOS for launchd, which is",
            "untested), and enables it where systemctl is there. It asks for no root.",
            "Run it again after the sources have moved or another JDK is used.",
            ""
        })
final class EngineInstall extends Verb {

    @Mixin private ListenOptions listen = new ListenOptions();

    @Override
    void run() throws IOException {
        EngineLauncher launcher = cambium().launcher();
        EngineHome home = launcher.home();
        home.create(); // a service does not start in a folder that is not there
        UserService service = UserService.ofThisSystem();
        String name = UserService.nameFor(home);
        boolean runs = launcher.running().isPresent();
        boolean written =
                service.write(
                        name, service.content(name, home, launcher.foreground(listen.arguments())));
        List<String> said = new ArrayList<>();
        said.add(
                (written ? "Wrote %s." : "%s is there already and says the same.")
                        .formatted(service.file(name)));
        said.addAll(service.enable(name, runs));
        listen.warnings().forEach(said::add);

        Map<String, Object> result = new LinkedHashMap<>();
        result.put("service", name);
        result.put("file", service.file(name).toString());
        result.put("written", written);
        result.put("notes", said);
        output().print(result, () -> Table.properties().whenEmpty(String.join("\n", said)));
    }
}
