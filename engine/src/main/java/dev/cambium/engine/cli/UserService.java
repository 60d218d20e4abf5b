package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineHome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The file by which the system starts an engine when its user comes: a unit of systemd on Linux, an
 * agent of launchd on macOS, which no test covers.
 */
enum UserService {
    SYSTEMD {
        @Override
        Path file(String name) {
            String config = System.getenv("XDG_CONFIG_HOME");
            Path root =
                    config != null && config.startsWith("/")
                            ? Path.of(config)
                            : EngineHome.ofUser().resolve(".config");
            return root.resolve("systemd").resolve("user").resolve(name + ".service");
        }

        @Override
        String content(String name, EngineHome home, List<String> command) {
            return """
            # Written by `cambium engine install`; `cambium engine uninstall` removes it.
            [Unit]
            Description=Cambium engine of %s

            [Service]
            ExecStart=%s
            WorkingDirectory=%s
            # A stop ends every compute cleanly, which writes out its buffers.
            KillMode=mixed
            TimeoutStopSec=150
            Restart=on-failure
            RestartSec=5

            [Install]
            WantedBy=default.target
            """
                    .formatted(
                            escaped(home.folder().toString()),
                            command.stream()
                                    .map(UserService::quoted)
                                    .collect(Collectors.joining(" ")),
                            escaped(home.folder().toString()));
        }

        @Override
        List<String> enable(String name, boolean runs) throws IOException {
            List<String> said = new ArrayList<>();
            Optional<String> trouble = systemctl("daemon-reload");
            if (trouble.isEmpty()) {
                trouble = systemctl("enable", name);
            }
            if (trouble.isEmpty()) {
                said.add("Enabled it: it starts when you log in.");
                if (runs) {
                    said.add("The engine that runs goes on; the service takes over when it ends.");
                } else {
                    Optional<String> failed = systemctl("start", name);
                    said.add(failed.map(why -> "It did not start: " + why).orElse("Started it."));
                }
            } else {
                link(name);
                said.add(
                        "systemctl --user does not answer here (%s), so it was enabled by a link, %s. Once it answers: systemctl --user daemon-reload && systemctl --user start %s"
                                .formatted(trouble.get(), wanted(name), name));
            }
            said.add(
                    "To have it start with the computer, before you log in: loginctl enable-linger "
                            + System.getProperty("user.name"));
            return said;
        }

        @Override
        boolean disable(String name) throws IOException {
            boolean linked = Files.deleteIfExists(wanted(name));
            boolean removed = Files.deleteIfExists(file(name));
            if (linked || removed) {
                Optional<String> ignored = systemctl("daemon-reload");
            }
            return linked || removed;
        }

        // What `systemctl enable` makes for WantedBy=default.target.
        private Path wanted(String name) {
            return file(name).resolveSibling("default.target.wants").resolve(name + ".service");
        }

        private void link(String name) throws IOException {
            Files.createDirectories(wanted(name).getParent());
            Files.deleteIfExists(wanted(name));
            Files.createSymbolicLink(wanted(name), Path.of("..", name + ".service"));
        }

        private Optional<String> systemctl(String... arguments) throws IOException {
            if (Programs.find("systemctl").isEmpty()) {
                return Optional.of("there is no systemctl");
            }
            List<String> command = new ArrayList<>(List.of("systemctl", "--user"));
            command.addAll(List.of(arguments));
            return UserService.run(command);
        }
    },
    LAUNCHD {
        @Override
        Path file(String name) {
            return EngineHome.ofUser()
                    .resolve("Library")
                    .resolve("LaunchAgents")
                    .resolve("dev.cambium." + name + ".plist");
        }

        @Override
        String content(String name, EngineHome home, List<String> command) {
            return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <!-- Written by `cambium engine install`; `cambium engine uninstall` removes it. -->
            <plist version="1.0">
            <dict>
              <key>Label</key><string>dev.cambium.%s</string>
              <key>ProgramArguments</key>
              <array>
            %s
              </array>
              <key>WorkingDirectory</key><string>%s</string>
              <key>RunAtLoad</key><true/>
              <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
            </dict>
            </plist>
            """
                    .formatted(
                            name,
                            command.stream()
                                    .map(word -> "    <string>" + xml(word) + "</string>")
                                    .collect(Collectors.joining("\n")),
                            xml(home.folder().toString()));
        }

        @Override
        List<String> enable(String name, boolean runs) {
            return List.of(
                    "It is loaded when you log in; to load it now: launchctl load " + file(name));
        }

        @Override
        boolean disable(String name) throws IOException {
            return Files.deleteIfExists(file(name));
        }
    };

    /** The kind that this system has. */
    static UserService ofThisSystem() {
        return System.getProperty("os.name").startsWith("Mac") ? LAUNCHD : SYSTEMD;
    }

    /**
     * Where the file belongs.
     *
     * @param name without an ending
     */
    abstract Path file(String name);

    /**
     * @param command what runs the engine in the foreground
     */
    abstract String content(String name, EngineHome home, List<String> command);

    /**
     * Enables what was written, as far as this system lets us.
     *
     * @param runs whether an engine serves the home already
     * @return what was done and what is left to the user, a sentence each
     */
    abstract List<String> enable(String name, boolean runs) throws IOException;

    /** Takes all of it back; false if nothing was there. An engine that runs goes on. */
    abstract boolean disable(String name) throws IOException;

    /** The name of the service for a home: that of a user who chooses none is plain. */
    static String nameFor(EngineHome home) {
        return home.equals(EngineHome.usual())
                ? "cambium"
                : "cambium-%08x".formatted(home.folder().toString().hashCode());
    }

    /** Writes the file; true if it was not there or said something else. */
    boolean write(String name, String content) throws IOException {
        Path file = file(name);
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return false;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
        return true;
    }

    /**
     * Runs one of the system's own programs, for example systemctl.
     *
     * @return what it complained of, empty if nothing
     */
    static Optional<String> run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** A word of ExecStart: % and $ stand for others there, and quotes group. */
    private static String quoted(String word) {
        return '"'
                + escaped(word).replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$")
                + '"';
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
