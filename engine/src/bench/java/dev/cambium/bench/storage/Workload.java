package dev.cambium.bench.storage;

/**
 * Something to do on a server, and to measure.
 *
 * @param name for people
 * @param unit of what {@link Run#on} gives, for people
 * @param moreIsBetter whether a larger figure is a faster server
 * @param run does it once
 */
record Workload(String name, String unit, boolean moreIsBetter, Run run) {

    interface Run {
        double on(BenchServer server) throws Exception;
    }

    /** How fast the branch is when the native file system is 1. */
    double speedRatio(double plain, double branch) {
        return moreIsBetter ? branch / plain : plain / branch;
    }
}
