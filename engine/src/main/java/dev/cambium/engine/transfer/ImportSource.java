package dev.cambium.engine.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A script to import: a file, or a stream with a name. Packed with gzip or plain; which of the two
 * is seen from the first bytes, not from the name.
 */
public final class ImportSource {

    /** The size of a stream, which is not known before its end. */
    public static final long SIZE_UNKNOWN = -1;

    private final String name;
    private final @Nullable Path file;
    private final @Nullable InputStream stream;

    private ImportSource(String name, @Nullable Path file, @Nullable InputStream stream) {
        this.name = name;
        this.file = file;
        this.stream = stream;
    }

    public static ImportSource of(Path file) {
        Path fileName = file.getFileName();
        return new ImportSource(
                fileName == null ? file.toString() : fileName.toString(), file, null);
    }

    /** The import closes the stream. Relative includes cannot be found from a stream. */
    public static ImportSource of(String name, InputStream stream) {
        return new ImportSource(name, null, stream);
    }

    /** Whether it can be read again from its beginning. */
    boolean isFile() {
        return file != null;
    }

    public String name() {
        return name;
    }

    /** Where included scripts are looked for; null for a stream. */
    @Nullable Path folder() {
        return file == null ? null : file.toAbsolutePath().getParent();
    }

    /** Bytes as stored, packed or not, or {@link #SIZE_UNKNOWN}. */
    long sizeBytes() throws IOException {
        return file == null || DumpArchive.isOne(file) ? SIZE_UNKNOWN : Files.size(file);
    }

    /**
     * Opens it once.
     *
     * @throws ImportFailure when it is something else than a plain SQL script
     */
    SourceStream open() throws IOException {
        if (stream != null) {
            return SourceStream.over(stream, name);
        }
        Path path = java.util.Objects.requireNonNull(file);
        if (!Files.isReadable(path)) {
            throw new ImportFailure(name, 1, "the file does not exist or may not be read: " + path);
        }
        if (DumpArchive.isOne(path)) {
            try {
                return SourceStream.over(DumpArchive.asSql(path, name), name);
            } catch (IOException e) {
                throw new ImportFailure(name, 1, String.valueOf(e.getMessage()), e);
            }
        }
        if (Files.isDirectory(path)) {
            throw new ImportFailure(name, 1, "this is a folder, not a file");
        }
        return SourceStream.over(Files.newInputStream(path), name);
    }
}
