package dev.cambium.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the system must bring along, which of it is missing, and the command of this system's
 * package manager that installs it.
 */
final class Packages {

    /** A library the window needs, and the Debian package that has it. */
    private record Library(String file, String debianPackage) {}

    /**
     * What JavaFX loads on Linux beyond a bare system. GTK brings the rest along (glib, pango,
     * cairo, freetype).
     */
    private static final List<Library> WINDOW_LIBRARIES =
            List.of(
                    new Library("libgtk-3.so.0", "libgtk-3-0"),
                    new Library("libGL.so.1", "libgl1"),
                    new Library("libXtst.so.6", "libxtst6"),
                    new Library("libXxf86vm.so.1", "libxxf86vm1"));

    /** One package manager: its program, how it installs, and its names for Debian's packages. */
    private enum Manager {
        APT("apt-get", "install -y"),
        DNF("dnf", "install -y"),
        ZYPPER("zypper", "--non-interactive install"),
        PACMAN("pacman", "-S --noconfirm"),
        APK("apk", "add");

        private final String program;
        private final String install;

        Manager(String program, String install) {
            this.program = program;
            this.install = install;
        }

        String nameOf(String debianPackage) {
            return switch (this) {
                case APT -> debianPackage;
                case DNF ->
                        switch (debianPackage) {
                            case "libgtk-3-0" -> "gtk3";
                            case "libgl1" -> "libglvnd-glx";
                            case "libxtst6" -> "libXtst";
                            case "libxxf86vm1" -> "libXxf86vm";
                            case "psql" -> "postgresql";
                            default -> debianPackage;
                        };
                case ZYPPER ->
                        switch (debianPackage) {
                            case "libgl1" -> "Mesa-libGL1";
                            case "libxtst6" -> "libXtst6";
                            case "libxxf86vm1" -> "libXxf86vm1";
                            case "psql" -> "postgresql";
                            default -> debianPackage;
                        };
                case PACMAN ->
                        switch (debianPackage) {
                            case "libgtk-3-0" -> "gtk3";
                            case "libgl1" -> "libglvnd";
                            case "libxtst6" -> "libxtst";
                            case "libxxf86vm1" -> "libxxf86vm";
                            case "psql" -> "postgresql-libs";
                            default -> debianPackage;
                        };
                case APK ->
                        switch (debianPackage) {
                            case "libgtk-3-0" -> "gtk+3.0";
                            case "libgl1" -> "mesa-gl";
                            case "libxtst6" -> "libxtst";
                            case "libxxf86vm1" -> "libxxf86vm";
                            case "psql" -> "postgresql-client";
                            default -> debianPackage;
                        };
            };
        }
    }

    private Packages() {}

    /** Debian's names of the packages the window lacks here. */
    static List<String> missingForWindow() {
        return WINDOW_LIBRARIES.stream()
                .filter(library -> !isInstalled(library.file()))
                .map(Library::debianPackage)
                .toList();
    }

    /** Debian's names of what mounting lacks here: a user who is not root needs fuse3. */
    static List<String> missingForMounts() {
        return isRoot() || Programs.find("fusermount3").isPresent() ? List.of() : List.of("fuse3");
    }

    /** The exact command that installs packages here, with sudo when that takes it. */
    static String install(String... debianPackages) {
        return install(List.of(debianPackages));
    }

    static String install(List<String> debianPackages) {
        return (isRoot() ? "" : "sudo ") + String.join(" ", command(debianPackages));
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Installs packages; root alone can.
     *
     * @param log takes what the package manager prints
     * @return whether it said it did
     */
    static boolean installNow(List<String> debianPackages, Path log)
            throws IOException, InterruptedException {
        if (run(command(debianPackages), log)) {
            return true;
        }
        // A fresh container knows no packages before its lists are read.
        return manager() == Manager.APT
                && run(List.of("apt-get", "update"), log)
                && run(command(debianPackages), log);
    }

    private static List<String> command(List<String> debianPackages) {
        Manager manager = manager();
        List<String> command = new ArrayList<>();
        command.add(manager.program);
        command.addAll(List.of(manager.install.split(" ")));
        debianPackages.stream()
                .map(
                        name ->
                                name.equals("psql") && manager == Manager.APT
                                        ? "postgresql-client"
                                        : name)
                .map(manager::nameOf)
                .forEach(command::add);
        return command;
    }

    /** The one of this system; Debian's where none is known, as its names are the best known. */
    private static Manager manager() {
        return Stream.of(Manager.values())
                .filter(manager -> Programs.find(manager.program).isPresent())
                .findFirst()
                .orElse(Manager.APT);
    }

    private static boolean run(List<String> command, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder.start().waitFor() == 0;
    }

    private static boolean isInstalled(String library) {
        String arch = System.getProperty("os.arch", "");
        String triplet =
                switch (arch) {
                    case "amd64" -> "x86_64-linux-gnu";
                    case "aarch64" -> "aarch64-linux-gnu";
                    default -> arch + "-linux-gnu";
                };
        Optional<Path> found =
                Stream.of(
                                "/usr/lib/" + triplet,
                                "/lib/" + triplet,
                                "/usr/lib64",
                                "/lib64",
                                "/usr/lib",
                                "/lib",
                                "/usr/local/lib")
                        .map(folder -> Path.of(folder, library))
                        .filter(Files::exists)
                        .findFirst();
        return found.isPresent();
    }
}
