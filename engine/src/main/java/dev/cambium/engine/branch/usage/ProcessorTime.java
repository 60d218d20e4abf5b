package dev.cambium.engine.branch.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much processor time a server has used, from {@code /proc} (proc_pid_stat(5)): that of its
 * first process, of the children that ended, and of those that live.
 */
final class ProcessorTime {

    /** The kernel counts for programs in hundredths of a second, whatever it uses itself. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int FIRST_FIELD = 3;
    private static final int UTIME = 14;
    private static final int STIME = 15;
    private static final int CUTIME = 16;
    private static final int CSTIME = 17;

    private ProcessorTime() {}

    /** In milliseconds; 0 if there is no such process any more. */
    static long of(long processId) {
        Path folder = Path.of("/proc", Long.toString(processId));
        try {
            long ticks = ticks(folder, UTIME, STIME, CUTIME, CSTIME);
            Path children =
                    folder.resolve("task").resolve(folder.getFileName()).resolve("children");
            if (Files.exists(children)) {
                for (String child : Files.readString(children).split(" ")) {
                    ticks += child.isBlank() ? 0 : ofChild(child.strip());
                }
            }
            return ticks * MILLIS_PER_TICK;
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    private static long ofChild(String processId) {
        try {
            return ticks(Path.of("/proc", processId), UTIME, STIME);
        } catch (IOException e) {
            return 0; // it has ended, and counts among the ended ones next time
        }
    }

    private static long ticks(Path folder, int... fields) throws IOException {
        String line = Files.readString(folder.resolve("stat"));
        // The name, in parentheses, may hold anything; what follows it has no more of them.
        String[] values = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int field : fields) {
            sum += Long.parseLong(values[field - FIRST_FIELD]);
        }
        return sum;
    }
}
