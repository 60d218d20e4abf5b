package dev.cambium.gui.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that were run, newest last, in a file with a JSON object per line. A line that
 * cannot be read is passed over, and a file that cannot be written means a history for this window
 * alone. The file is its user's alone, and {@link Secrets} are not written to it. Thread-safe.
 */
final class QueryHistory {

    private static final Logger LOG = LoggerFactory.getLogger(QueryHistory.class);
    private static final String FILE = "console-history.jsonl";

    /** Weeks of work; read whole when the console opens, in some milliseconds. */
    static final int KEPT = 1_000;

    /** A longer statement is pasted data, which nobody looks for here. */
    private static final int STATEMENT_MOST = 50_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path file;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param where the branch's name, and the moment if it was one
     */
    record Entry(Instant at, String where, String sql) {}

    /**
     * @param folder null means that nothing outlives the window
     */
    QueryHistory(@Nullable Path folder) {
        file = folder == null ? null : folder.resolve(FILE);
        read();
    }

    /** Oldest first. */
    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized void add(Entry entry) {
        if (entry.sql().length() > STATEMENT_MOST) {
            return;
        }
        boolean again = !entries.isEmpty() && entries.getLast().sql().equals(entry.sql());
        entries.add(entry);
        if (again) {
            entries.remove(entries.size() - 2);
            return;
        }
        if (entries.size() > KEPT + KEPT / 5) {
            entries.subList(0, entries.size() - KEPT).clear();
            rewrite();
        } else if (!Secrets.in(entry.sql())) {
            append(entry);
        }
    }

    private void read() {
        if (file == null || !Files.isRegularFile(file)) {
            return;
        }
        try {
            OwnFile.protect(file);
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                Entry entry = parse(line);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            LOG.warn("The console's history in {} cannot be read", file, e);
        }
        // An earlier version kept them.
        if (entries.removeIf(each -> Secrets.in(each.sql()))) {
            rewrite();
        }
    }

    private static @Nullable Entry parse(String line) {
        try {
            var node = JSON.readTree(line);
            return new Entry(
                    Instant.parse(node.path("at").asText()),
                    node.path("where").asText(),
                    node.path("sql").asText());
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            LOG.debug("A line of the console's history is none", e);
            return null;
        }
    }

    private static String line(Entry entry) {
        ObjectNode node = JSON.createObjectNode();
        node.put("at", entry.at().toString());
        node.put("where", entry.where());
        node.put("sql", entry.sql());
        return node + "\n";
    }

    private void append(Entry entry) {
        Path kept = file;
        if (kept == null) {
            return;
        }
        try {
            Files.createDirectories(kept.toAbsolutePath().getParent());
            OwnFile.make(kept);
            Files.writeString(kept, line(entry), StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("The console's history cannot be kept in {}", kept, e);
        }
    }

    /** Writes the whole beside and renames it. */
    private void rewrite() {
        Path kept = file;
        if (kept == null) {
            return;
        }
        try {
            Path beside = kept.resolveSibling(FILE + ".new");
            Files.deleteIfExists(beside);
            OwnFile.make(beside);
            List<String> lines =
                    entries.stream()
                            .filter(each -> !Secrets.in(each.sql()))
                            .map(QueryHistory::line)
                            .toList();
            Files.writeString(beside, String.join("", lines));
            Files.move(
                    beside,
                    kept,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The console's history cannot be kept in {}", kept, e);
        }
    }
}
