package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the store that cannot be used; the three reasons are its three kinds. */
public abstract sealed class UnreadableFileException extends IOException
        permits UnreadableFileException.Corrupt,
                UnreadableFileException.TooOld,
                UnreadableFileException.TooNew {

    private static final long serialVersionUID = 1;

    UnreadableFileException(String message) {
        super(message);
    }

    /** The content is not what was written. */
    public static final class Corrupt extends UnreadableFileException {
        private static final long serialVersionUID = 1;

        Corrupt(Path path, String why) {
            super("%s is damaged: %s. Restore the folder from a backup.".formatted(path, why));
        }

        private Corrupt(String message) {
            super(message);
        }

        /** A data file that was there is not. */
        static Corrupt missing(Path path, LayerId layer) {
            return new Corrupt(
                    "%s is missing from layer %s. Put it back as it was, or restore the folder from a backup."
                            .formatted(path, layer));
        }
    }

    /** Written by a version so old that this one cannot read it. */
    public static final class TooOld extends UnreadableFileException {
        private static final long serialVersionUID = 1;

        TooOld(Path path, int found, int oldest) {
            super(
                    "%s has format %d; the oldest that can be read is %d. Open it with an older Cambium."
                            .formatted(path, found, oldest));
        }
    }

    /** Written by a newer version. */
    public static final class TooNew extends UnreadableFileException {
        private static final long serialVersionUID = 1;

        TooNew(Path path, int found, int newest) {
            super(
                    "%s has format %d; the newest that can be read is %d. Use a newer Cambium."
                            .formatted(path, found, newest));
        }
    }

    /** Accepts exactly the version that this program writes. */
    static void checkVersion(Path path, int found, int current) throws UnreadableFileException {
        checkVersion(path, found, current, current);
    }

    /** Accepts the versions from {@code oldest} to the one that this program writes. */
    static void checkVersion(Path path, int found, int oldest, int current)
            throws UnreadableFileException {
        if (found < oldest) {
            throw new TooOld(path, found, oldest);
        }
        if (found > current) {
            throw new TooNew(path, found, current);
        }
    }
}
