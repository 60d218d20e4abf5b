package dev.cambium.engine.cli;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** Who can reach the branches of an engine that is started. */
final class ListenOptions {

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS|all",
            description =
                    "Let branches be reached at this address of the computer, too; can be given several times. The API stays on 127.0.0.1.")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--let-others-connect",
            description =
                    "Says that other computers may connect to the branches; --listen needs it.")
    private boolean othersMayConnect;

    boolean given() {
        return !listen.isEmpty();
    }

    /** For the engine; refuses addresses without the word that others may connect. */
    List<String> arguments() {
        if (!listen.isEmpty() && !othersMayConnect) {
            throw new Refusal(
                    "With --listen other computers can connect to all branches, with no more than a role's password. If that is meant, add --let-others-connect.");
        }
        List<String> arguments = new ArrayList<>();
        for (String address : listen) {
            arguments.addAll(List.of("--listen", address));
        }
        if (othersMayConnect) {
            arguments.add("--let-others-connect");
        }
        return arguments;
    }

    /** What the user is told each time. */
    List<String> warnings() {
        return listen.isEmpty()
                ? List.of()
                : List.of(
                        "Other computers can connect to the branches at %s, encrypted and with a role's password."
                                .formatted(
                                        listen.contains("all")
                                                ? "all addresses of this one"
                                                : String.join(", ", listen)));
    }
}
