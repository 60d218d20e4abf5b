package dev.cambium.engine.fuse.mount;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The process that uses a mount in the tests. Reads commands, one a line, its words apart by tabs,
 * and answers each with a line: {@code ok}, {@code ok} with a result, or {@code failed} with the
 * reason.
 */
public final class MountUser {

    private static final List<FileChannel> HELD = new ArrayList<>();

    private MountUser() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = "ok " + obey(line.split("\t"));
            } catch (Exception | AssertionError e) {
                StackTraceElement[] trace = e.getStackTrace();
                String where = Arrays.toString(Arrays.copyOf(trace, Math.min(8, trace.length)));
                answer = "failed " + (e + " at " + where).replaceAll("\\s*\\R\\s*", " | ");
            }
            out.println(answer);
        }
    }

    private static String obey(String[] words) throws IOException {
        Path path = Path.of(words[1]);
        return switch (words[0]) {
            case "try" -> {
                Path folder = Files.createDirectory(path.resolve(words[2]));
                PosixBehaviour.valueOf(words[2]).tryIn(folder);
                yield "";
            }
            case "write" -> {
                Files.writeString(path, words[2]);
                yield "";
            }
            case "read" -> Files.readString(path);
            case "exists" -> Boolean.toString(Files.exists(path));
            case "delete" -> {
                Files.delete(path);
                yield "";
            }
            case "list" -> {
                try (var names = Files.list(path)) {
                    yield names.map(name -> name.getFileName().toString())
                            .sorted()
                            .toList()
                            .toString();
                }
            }
            case "hold" -> {
                HELD.add(FileChannel.open(path, StandardOpenOption.WRITE));
                yield "";
            }
            case "write-held" -> {
                try {
                    HELD.getFirst().write(ByteBuffer.wrap(new byte[1]));
                    HELD.getFirst().force(true);
                    yield "written";
                } catch (IOException e) {
                    yield String.valueOf(e.getMessage());
                }
            }
            case "fsync" -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap("synced".getBytes(StandardCharsets.UTF_8)));
                    channel.force(true);
                }
                yield "";
            }
            case "fsync-folder" -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    channel.force(true);
                }
                yield "";
            }
            case "dsync" -> {
                try (FileChannel channel =
                        FileChannel.open(
                                path, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)) {
                    channel.write(ByteBuffer.wrap("synced".getBytes(StandardCharsets.UTF_8)));
                }
                yield "";
            }
            case "direct-dsync" -> {
                ByteBuffer page = ByteBuffer.allocateDirect(8192).alignedSlice(4096).limit(4096);
                try (FileChannel channel =
                        FileChannel.open(
                                path,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.DSYNC,
                                com.sun.nio.file.ExtendedOpenOption.DIRECT)) {
                    channel.write(page);
                }
                yield "";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }
}
