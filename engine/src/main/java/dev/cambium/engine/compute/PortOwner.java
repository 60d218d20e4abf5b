package dev.cambium.engine.compute;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens on a TCP port of this machine, as far as the kernel tells us. */
public final class PortOwner {

    private static final String LISTENING = "0A"; // TCP_LISTEN in include/net/tcp_states.h

    private PortOwner() {}

    /** Whether the gateway could listen on 127.0.0.1 at this port now, and a compute behind it. */
    public static boolean isFree(int port) {
        return isFree("127.0.0.1", port) && isFree(ComputeAddress.HOST, port);
    }

    /** Whether a server could listen at this address and port now. */
    static boolean isFree(String address, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** The process that listens there, for example {@code nginx (process 4711)}. */
    public static Optional<String> find(int port) {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                Optional<String> inode =
                        lines.skip(1)
                                .map(line -> line.trim().split("\\s+"))
                                .filter(fields -> fields.length > 9 && fields[3].equals(LISTENING))
                                .filter(fields -> portOf(fields[1]) == port)
                                .map(fields -> fields[9])
                                .findFirst();
                if (inode.isPresent()) {
                    return processWithSocket("socket:[" + inode.get() + "]");
                }
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static int portOf(String addressAndPort) {
        return Integer.parseInt(addressAndPort.substring(addressAndPort.indexOf(':') + 1), 16);
    }

    private static Optional<String> processWithSocket(String link) throws IOException {
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, link)) {
                    String name = Files.readString(process.resolve("comm")).trim();
                    return Optional.of(name + " (process " + process.getFileName() + ")");
                }
            }
        }
        return Optional.empty();
    }

    /** Descriptors come and go while others are looked at. */
    private static boolean leadsTo(Path descriptor, String link) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(link);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static boolean holds(Path process, String link) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (leadsTo(descriptor, link)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
        return false;
    }
}
