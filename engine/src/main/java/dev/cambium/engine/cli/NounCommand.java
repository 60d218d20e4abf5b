package dev.cambium.engine.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;

/**
 * A noun, which has verbs. Typed without one it says which there are.
 *
 * <p>Its verbs are not named in its annotation, so that a command line need not be given all of
 * them ({@link Commands}).
 */
abstract class NounCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    /** Its verbs, and nouns below it, in the order of the help. */
    abstract List<Class<?>> verbs();

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
