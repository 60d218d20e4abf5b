package dev.cambium.engine.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that writes numbered things and prints each number once it is acknowledged, until it is
 * killed with -9. It is started early and waits for a line on its input, for a JVM takes its time.
 */
public final class KilledWriter implements AutoCloseable {

    private final Process process;

    /**
     * @param mainClass reads one line from its input, then writes from the number in its second
     *     argument on into the folder in its first
     */
    public KilledWriter(Class<?> mainClass, Path folder, int first) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--") || option.startsWith("-Dchronicle")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(mainClass.getName(), folder.toString(), Integer.toString(first)));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Lets it write, kills it so long after the first number, and gives the last number. */
    public int killAfter(long micros) throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        int last = -1;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = number(out);
            TimeUnit.MICROSECONDS.sleep(micros);
            // Through its handle: Process.destroyForcibly would drop what is still in the pipe.
            process.toHandle().destroyForcibly();
            while (line != null) {
                last = Integer.parseInt(line.substring(1, line.length() - 1));
                line = number(out);
            }
        }
        process.waitFor();
        return last;
    }

    /** What the process prints for a number: brackets tell a torn line from a whole one. */
    public static void acknowledge(int number) {
        System.out.println("<" + number + ">");
    }

    private static String number(BufferedReader out) throws IOException {
        String line = out.readLine();
        // Log lines of libraries go to the same output.
        while (line != null && !line.matches("<\\d+>")) {
            line = out.readLine();
        }
        return line;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
