package dev.cambium.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The home folder of one engine: where it is, and the files in it by which a client finds the
 * engine. {@code engine.json} says where the running engine listens, {@code api-key} holds its key
 * (mode 0600), {@code logs} its logs.
 *
 * @param folder absolute
 */
public record EngineHome(Path folder) {

    /** A key of 256 bits: nobody guesses it, and it is short enough to paste. */
    private static final int KEY_BYTES = 32;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * What a running engine writes for its clients.
     *
     * @param apiUrl ends in {@code /api/v2}
     */
    public record Listening(long pid, String apiUrl, String version) {}

    public EngineHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The home asked for, else {@code CAMBIUM_HOME}, else the XDG data folder.
     *
     * @param asked the option {@code --home}; null when it was not given
     */
    public static EngineHome find(@Nullable Path asked) {
        if (asked != null) {
            return new EngineHome(asked);
        }
        String home = System.getenv("CAMBIUM_HOME");
        if (home != null && !home.isBlank()) {
            return new EngineHome(Path.of(home));
        }
        return usual();
    }

    /** The home of a user who chooses none. */
    public static EngineHome usual() {
        String data = System.getenv("XDG_DATA_HOME");
        // The XDG specification has relative paths ignored.
        if (data != null && data.startsWith("/")) {
            return new EngineHome(Path.of(data, "cambium"));
        }
        return new EngineHome(ofUser().resolve(".local/share/cambium"));
    }

    /** The user's own folder, as the shell knows it; Java alone knows the system's record of it. */
    public static Path ofUser() {
        String shell = System.getenv("HOME");
        return Path.of(
                shell != null && shell.startsWith("/") ? shell : System.getProperty("user.home"));
    }

    public Path engineFile() {
        return folder.resolve("engine.json");
    }

    public Path apiKeyFile() {
        return folder.resolve("api-key");
    }

    /** The certificate of all its branches, PEM: what a client names as its root to check it. */
    public Path certificate() {
        return folder.resolve("tls").resolve("server.crt");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    /**
     * Makes a file of the home for this user alone, empty, unless it is there; one that others
     * could read is taken from them.
     *
     * @return the same file
     */
    Path ownFile(Path file) throws IOException {
        try {
            Files.createFile(file, OWNER_ONLY_FILE);
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, OWNER_ONLY_FILE.value());
        }
        return file;
    }

    /**
     * Makes the folder and its {@code logs}, for this user alone.
     *
     * @throws EngineException when that cannot be done or nothing can be written in it
     */
    public void create() {
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            Files.createDirectories(logs(), OWNER_ONLY_FOLDER);
            Files.delete(Files.createTempFile(folder, ".writable", ""));
        } catch (IOException | SecurityException e) {
            throw new EngineException(
                    412,
                    "HOME_NOT_WRITABLE",
                    "The home folder %s cannot be written (%s). Make it writable, or choose another with --home or CAMBIUM_HOME."
                            .formatted(folder, why(e)));
        }
    }

    private static String why(Exception e) {
        return switch (e) {
            case AccessDeniedException _, SecurityException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "there is a file of that name";
            case NoSuchFileException _ -> "no folder can be made there";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /**
     * The key, which is made when there is none.
     *
     * @throws EngineException when it can be neither read nor written
     */
    public String apiKeyOrNew() {
        Optional<String> key = apiKey();
        if (key.isPresent()) {
            return key.get();
        }
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        String made = HexFormat.of().formatHex(secret);
        try {
            replace(apiKeyFile(), made);
        } catch (IOException e) {
            throw unreadable(apiKeyFile(), e);
        }
        return made;
    }

    /**
     * The key, if the home has one.
     *
     * @throws EngineException when there is one that cannot be read
     */
    public Optional<String> apiKey() {
        return read(apiKeyFile()).map(String::strip).filter(key -> !key.isEmpty());
    }

    /**
     * Where the engine of this home listens or last listened; it may be gone.
     *
     * @throws EngineException when the file is there and cannot be read
     */
    public Optional<Listening> listening() {
        return read(engineFile()).flatMap(EngineHome::parsed);
    }

    /** Tells clients where the engine listens; the file appears at once and whole. */
    public void writeListening(Listening listening) throws IOException {
        replace(
                engineFile(),
                ApiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(listening)
                        + "\n");
    }

    /** Takes back {@link #writeListening}; does nothing when the file is gone. */
    public void deleteListening() throws IOException {
        Files.deleteIfExists(engineFile());
    }

    private static Optional<Listening> parsed(String json) {
        try {
            Listening listening = ApiJson.mapper().readValue(json, Listening.class);
            return listening.pid() > 0 && listening.apiUrl() != null
                    ? Optional.of(listening)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            // An engine that died while writing it: as good as no file.
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static EngineException unreadable(Path file, IOException e) {
        return new EngineException(
                412,
                "HOME_NOT_READABLE",
                "%s cannot be used (%s). Look at who owns it, or choose another home with --home or CAMBIUM_HOME."
                        .formatted(file, e.getClass().getSimpleName()));
    }

    private void replace(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(folder, ".new", "", OWNER_ONLY_FILE);
        try {
            Files.writeString(fresh, content);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
