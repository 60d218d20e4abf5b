package dev.cambium.engine.branch.usage;

/**
 * What was used in a stretch of time. Byte-hours are bytes times the hours for which they were
 * there.
 *
 * @param activeMillis for how long computes answered, added up
 * @param cpuMillis of processor time in computes
 * @param writtenBytes of WAL
 * @param logicalBytes as Postgres saw them, at its end
 * @param storedBytes data and history at its end, counted as {@link BranchSize#stored} says
 */
public record Usage(
        long activeMillis,
        long cpuMillis,
        long writtenBytes,
        long logicalBytes,
        long storedBytes,
        double logicalByteHours,
        double rootByteHours,
        double childByteHours,
        double historyByteHours) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together, for example of two branches in the same time. */
    public Usage plus(Usage other) {
        return new Usage(
                activeMillis + other.activeMillis,
                cpuMillis + other.cpuMillis,
                writtenBytes + other.writtenBytes,
                logicalBytes + other.logicalBytes,
                storedBytes + other.storedBytes,
                logicalByteHours + other.logicalByteHours,
                rootByteHours + other.rootByteHours,
                childByteHours + other.childByteHours,
                historyByteHours + other.historyByteHours);
    }

    /** Of data and history together. */
    public double byteHours() {
        return rootByteHours + childByteHours + historyByteHours;
    }
}
