package dev.cambium.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Caller;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The file {@code .neon}, in which a folder says which project and branch commands typed in it
 * mean. It is that of Neon's command line, so that both mean the same: a JSON object with {@code
 * projectId}, {@code branch} (an id or a name; older ones have {@code branchId}), {@code orgId},
 * and what Neon's keeps there besides. For one thread.
 */
final class ContextFile {

    static final String NAME = ".neon";

    private static final String PROJECT = "projectId";
    private static final String BRANCH = "branch";
    private static final String BRANCH_BEFORE = "branchId";
    private static final String ORGANIZATION = "orgId";

    /** Which branch of git goes with which of a project: of no meaning in another project. */
    private static final String GIT = "git";

    /** Far more than any has; what is larger is something else. */
    private static final long BYTES_MAX = 1 << 20;

    private final Path path;
    private @Nullable ObjectNode content;

    private ContextFile(Path path) {
        this.path = path;
    }

    /**
     * The nearest one upward from the caller's folder, up to the caller's home and the root, which
     * are looked into only when the command was typed there; else one in the caller's folder that
     * may not be there yet. Looks whether files are there, and reads none.
     *
     * @param asked the option {@code --context-file}; null when it was not given
     */
    static ContextFile of(Caller caller, @Nullable Path asked) {
        Path folder = caller.folder().normalize();
        if (asked != null) {
            return new ContextFile(folder.resolve(asked).normalize());
        }
        Path home = home(caller);
        Path at = folder;
        while (at != null && at.getParent() != null && !at.equals(home)) {
            Path file = at.resolve(NAME);
            if (Files.exists(file)) {
                return new ContextFile(file);
            }
            at = at.getParent();
        }
        return new ContextFile(folder.resolve(NAME));
    }

    private static Path home(Caller caller) {
        String named =
                caller.variable("HOME")
                        .filter(value -> !value.isBlank())
                        .orElseGet(() -> System.getProperty("user.home"));
        return caller.folder().resolve(named).normalize();
    }

    Path path() {
        return path;
    }

    /** Where what belongs to it lies. */
    Path folder() {
        return Objects.requireNonNull(path.getParent(), "a file lies in a folder");
    }

    boolean isThere() {
        return Files.isRegularFile(path);
    }

    /**
     * The project it links to, as it is written there: an id, as a rule.
     *
     * @throws Refusal if the file cannot be read
     */
    @Nullable String project() {
        return text(PROJECT);
    }

    /** The branch it pins: a name or an id. */
    @Nullable String branch() {
        String branch = text(BRANCH);
        return branch == null ? text(BRANCH_BEFORE) : branch;
    }

    /** The organization of Neon's cloud that the project belongs to; projects here have none. */
    @Nullable String organization() {
        return text(ORGANIZATION);
    }

    /** Whether it links to a project, which has this id. */
    boolean linksTo(String projectId) {
        return projectId.equals(project());
    }

    /**
     * Writes it, in one step: who reads it meanwhile sees it before or after. What else it holds
     * stays, but nothing of another project's.
     *
     * @param branch a name; null pins none
     * @param organization null for none
     * @return whether it was not there before
     * @throws Refusal if it cannot be written
     */
    boolean link(String projectId, @Nullable String branch, @Nullable String organization) {
        ObjectNode next = others(projectId);
        put(next, ORGANIZATION, organization);
        next.put(PROJECT, projectId);
        put(next, BRANCH, branch);
        return write(next);
    }

    /** From now on it says nothing of a project, an organization or a branch. */
    void clear() {
        write(others(null));
    }

    private ObjectNode others(@Nullable String projectId) {
        ObjectNode next = content().deepCopy();
        String before = project();
        next.remove(List.of(PROJECT, BRANCH, BRANCH_BEFORE, ORGANIZATION));
        if (projectId == null || (before != null && !before.equals(projectId))) {
            next.remove(GIT);
        }
        return next;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private boolean write(ObjectNode next) {
        Path temporary = null;
        try {
            boolean isNew = !Files.exists(path);
            // Where it is a link, what it leads to is written.
            Path target = isNew ? path : path.toRealPath();
            temporary = target.resolveSibling(NAME + "." + UUID.randomUUID() + ".new");
            Files.writeString(temporary, written(next), StandardOpenOption.CREATE_NEW);
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            content = next;
            return isNew;
        } catch (IOException e) {
            delete(temporary);
            throw new Refusal("%s cannot be written (%s).".formatted(path, reason(e)));
        }
    }

    private static void delete(@Nullable Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // Where nothing can be written, nothing can be deleted either.
        }
    }

    /** As Neon's command line writes it, so that a file under version control does not flutter. */
    private static String written(ObjectNode next) throws JsonProcessingException {
        if (next.isEmpty()) {
            return "{}";
        }
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return ApiJson.mapper().writer(printer).writeValueAsString(next);
    }

    private @Nullable String text(String name) {
        JsonNode value = content().get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw malformed("\"%s\" is no text".formatted(name));
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    private ObjectNode content() {
        ObjectNode known = content;
        if (known == null) {
            known = read();
            content = known;
        }
        return known;
    }

    /**
     * A folder of this name belongs to another program; Neon's command line passes it over, too.
     */
    private ObjectNode read() {
        try {
            if (!isThere()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (Files.size(path) > BYTES_MAX) {
                throw malformed("it is too large");
            }
            String text = Files.readString(path);
            if (text.isBlank()) {
                return JsonNodeFactory.instance.objectNode();
            }
            JsonNode found =
                    ApiJson.mapper()
                            .reader()
                            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readTree(text);
            if (found instanceof ObjectNode object) {
                return object;
            }
            throw malformed("it holds no object");
        } catch (JsonProcessingException e) {
            throw malformed("line %d".formatted(e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw new Refusal(
                    "%s says which project and branch are meant here, and cannot be read (%s). Say --project-id and the branch to do without it."
                            .formatted(path, reason(e)));
        }
    }

    private Refusal malformed(String where) {
        return new Refusal(
                "%s says which project and branch are meant here, and is not the JSON that it should be (%s). Mend it, or delete it and make another with `cambium link`; with --project-id and the branch a command does without it."
                        .formatted(path, where));
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceFirst("Exception$", "");
    }
}
