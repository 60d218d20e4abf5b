package dev.cambium.engine.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Hands a {@code run} over to an engine that is only played, so that the JVM can put what that
 * takes into the cache that the launcher script starts {@link HandOver} with: an answer that is
 * printed, a program that is started, and another call when that has ended.
 */
final class HandOverWarmUp {

    private HandOverWarmUp() {}

    public static void main(String[] args) throws IOException {
        String version = HandOver.class.getPackage().getImplementationVersion();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (PlayedEngine engine = PlayedEngine.listen(version == null ? "" : version)) {
            String home = engine.folder().toString();
            int code =
                    HandOver.run(
                            new String[] {"--home", home, "run", "--", "true"}, nowhere, nowhere);
            if (code != Verb.DONE) {
                throw new IOException("the played engine was answered with " + code);
            }
        }
        HandOver.run(new String[] {"--version"}, nowhere, nowhere);
    }
}
