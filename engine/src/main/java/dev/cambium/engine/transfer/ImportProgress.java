package dev.cambium.engine.transfer;

/**
 * How far an import is.
 *
 * @param source the file being read
 * @param line of that file
 * @param bytesRead of all files so far, as they lie on disk, packed or not
 * @param bytesTotal of all files, or {@link ImportSource#SIZE_UNKNOWN}
 * @param bytesPerSecond on average since the import began
 * @param rowsCopied rows of COPY blocks sent so far
 */
public record ImportProgress(
        String source,
        long line,
        long bytesRead,
        long bytesTotal,
        long bytesPerSecond,
        long statements,
        long rowsCopied) {}
