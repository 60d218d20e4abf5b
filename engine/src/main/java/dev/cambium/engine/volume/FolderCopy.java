package dev.cambium.engine.volume;

import dev.cambium.engine.layer.ForkRules;
import dev.cambium.engine.posix.Folders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;

/** Durable copies of data folders, also of those that a running Postgres changes meanwhile. */
final class FolderCopy {

    private static final String CONTROL_FILE = "global/pg_control";

    private FolderCopy() {}

    /**
     * Copies a data folder without {@code pg_wal} and without what {@link ForkRules} names; all
     * files and folders of the copy are durable when this returns. Files that vanish meanwhile are
     * left out: WAL replay knows that they were dropped.
     */
    static void copyDataFolder(Path source, Path target, Predicate<String> leavesOut)
            throws IOException {
        Files.createDirectories(target.resolve("global"));
        Path control = source.resolve(CONTROL_FILE);
        if (!Files.exists(control)) {
            throw new NoSuchFileException(
                    control.toString(), null, "not a Postgres data folder: it has no pg_control");
        }
        copyFile(control, target.resolve(CONTROL_FILE));
        Files.walkFileTree(source, new CopyVisitor(source, target, leavesOut));
    }

    /** Puts other bytes into the control file of a copy, durable when this returns. */
    static void replaceControlFile(Path copy, byte[] content) throws IOException {
        try (FileChannel control =
                FileChannel.open(copy.resolve(CONTROL_FILE), StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                control.write(bytes, bytes.position());
            }
            control.truncate(content.length);
            control.force(true);
        }
    }

    static long lengthOfFiles(Path folder) throws IOException {
        long[] total = {0};
        forEachFile(folder, (file, size) -> total[0] += size);
        return total[0];
    }

    /** Visits each regular file below a folder with its length; those that vanish are left out. */
    static void forEachFile(Path folder, ObjLongConsumer<Path> visit) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            visit.accept(file, attributes.size());
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
    }

    private static void copyFile(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long position = 0;
            for (long moved;
                    (moved = in.transferTo(position, Long.MAX_VALUE - position, out)) > 0; ) {
                position += moved;
            }
            out.force(true);
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    }

    private static final class CopyVisitor extends SimpleFileVisitor<Path> {

        private final Path source;
        private final Path target;
        private final Predicate<String> leavesOut;

        CopyVisitor(Path source, Path target, Predicate<String> leavesOut) {
            this.source = source;
            this.target = target;
            this.leavesOut = leavesOut;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            String path = relative(folder);
            if (path.equals("pg_wal") || leavesOut.test(path)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Path made = target.resolve(path);
            Files.createDirectories(made);
            Folders.makePrivate(made);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            String path = relative(file);
            boolean skipped =
                    !attributes.isRegularFile()
                            || path.equals(CONTROL_FILE)
                            || leavesOut.test(path);
            if (!skipped) {
                try {
                    copyFile(file, target.resolve(path));
                } catch (NoSuchFileException vanished) {
                    Files.deleteIfExists(target.resolve(path));
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Folders.sync(target.resolve(relative(folder)));
            return FileVisitResult.CONTINUE;
        }

        private String relative(Path path) {
            return source.relativize(path).toString();
        }
    }
}
