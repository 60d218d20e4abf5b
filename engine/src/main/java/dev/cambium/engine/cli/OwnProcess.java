package dev.cambium.engine.cli;

import dev.cambium.engine.posix.PosixException;
import dev.cambium.engine.posix.ProcessImage;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command line by {@link Cambium} instead of the engine. The launcher script starts {@link
 * HandOver} with one jar alone; asked with a first word of its own, it starts a JVM with all of
 * them. Whoever starts {@code HandOver} without that script has them all already.
 */
final class OwnProcess {

    /** The launcher script, which names itself. */
    private static final String SCRIPT = "cambium.script";

    /** What it knows as: not to be handed over. */
    private static final String HERE = "--here";

    private OwnProcess() {}

    /** Runs it in place of this program; does not return while there is a script. */
    static void become(String... arguments) {
        String script = System.getProperty(SCRIPT);
        if (script == null) {
            Cambium.main(arguments);
            return;
        }
        List<String> words = new ArrayList<>(List.of(HERE));
        words.addAll(List.of(arguments));
        try {
            ProcessImage.replace(script, words);
        } catch (PosixException e) {
            System.err.println(
                    "cambium: This command runs in a process of its own, which could not be started (%s). Is %s still there, and may it be run?"
                            .formatted(e.getMessage(), script));
            Runtime.getRuntime().halt(Verb.REFUSED);
        }
    }

    /**
     * Runs it while this program waits, with the same terminal.
     *
     * @return its exit code
     */
    static int run(Path home, PrintStream err, String... arguments) {
        String script = System.getProperty(SCRIPT);
        if (script == null) {
            return Cambium.runAfterwards(home, arguments);
        }
        List<String> words = new ArrayList<>(List.of(script, HERE, "--home", home.toString()));
        words.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            err.println("cambium: " + e.getMessage());
            return Verb.REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verb.REFUSED;
        }
    }
}
