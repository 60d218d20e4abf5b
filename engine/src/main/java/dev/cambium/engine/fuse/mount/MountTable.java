package dev.cambium.engine.fuse.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where, as the kernel tells it in {@code /proc/self/mountinfo} (proc(5)). Reading
 * that never touches a mount.
 */
final class MountTable {

    private static final Path SOURCE = Path.of("/proc/self/mountinfo");

    /**
     * One line.
     *
     * @param device major and minor number, for example {@code 0:53}; unique among mounted file
     *     systems
     * @param type for example {@code fuse.cambium}
     */
    record Entry(String device, Path mountPoint, String type) {

        boolean isFuse() {
            return type.equals("fuse") || type.startsWith("fuse.");
        }
    }

    private MountTable() {}

    /** The topmost mount on exactly this folder; the path must be absolute and without links. */
    static Optional<Entry> at(Path mountPoint) throws IOException {
        String text = Files.readString(SOURCE, StandardCharsets.UTF_8);
        Entry found = null;
        for (Entry entry : parse(text)) {
            if (entry.mountPoint().equals(mountPoint)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    /** All entries, those mounted later behind those mounted earlier. */
    static List<Entry> parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(" ");
            int separator = 6;
            while (separator < fields.length && !fields[separator].equals("-")) {
                separator++;
            }
            if (separator + 1 < fields.length) {
                entries.add(
                        new Entry(fields[2], Path.of(unescape(fields[4])), fields[separator + 1]));
            }
        }
        return entries;
    }

    /** Blank, tab, newline and backslash appear as a backslash and three octal digits. */
    private static String unescape(String field) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                plain.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(field.charAt(i));
            }
        }
        return plain.toString();
    }
}
