package dev.cambium.engine.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.util.Set;

/**
 * What {@code cambium --help} prints. It is the one answer for which all commands have to be read,
 * and it is the same each time, so an engine makes it once. Thread-safe.
 */
final class WholeHelp {

    private static final Set<String> OPTIONS = Set.of("--help", "-h");

    /** Made when it is asked for first. */
    private static final class Texts {

        private static final String PLAIN;
        private static final String COLOURED;

        static {
            CommandLine whole = Cambium.whole();
            PLAIN = whole.getUsageMessage(Ansi.OFF);
            COLOURED = whole.getUsageMessage(Ansi.ON);
        }
    }

    private WholeHelp() {}

    /** Whether a line is a wish for it, and nothing else. */
    static boolean isWanted(String... args) {
        return args.length == 0 || (args.length == 1 && OPTIONS.contains(args[0]));
    }

    static String text(boolean coloured) {
        return coloured ? Texts.COLOURED : Texts.PLAIN;
    }
}
