package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * What {@link EngineKillIT} has an engine do, and the model of what must be there afterwards: for
 * each branch the numbers that it may hold. Not thread-safe.
 */
final class KilledDeeds {

    /** To kill during one verb alone, and CREATE. */
    private static final String ONLY = System.getProperty("cambium.test.verb");

    private static final int BRANCHES_MAX = 4;

    enum Verb {
        CREATE,
        SCHEMA_ONLY,
        FLATTEN,
        RESET,
        DELETE,
        IMPORT,
        WRITE,
        PROJECT
    }

    /** What a branch has to hold: one of these, and afterwards what was found. */
    static final class Known {
        String parent;
        String uri = "";
        Set<Set<Integer>> possible;

        Known(String parent, Set<Integer> content) {
            this.parent = parent;
            this.possible = Set.of(content);
        }

        Set<Integer> content() {
            assertThat(possible).hasSize(1);
            return possible.iterator().next();
        }
    }

    /** What is to happen in a round, and what has to be true of the model afterwards. */
    record Deed(String name, Callable<?> action, Runnable happened, Runnable maybe) {}

    final Map<String, Known> branches = new TreeMap<>();

    /** Exists, or does not, or either; checked and deleted at the end of its round. */
    String newProject;

    boolean newProjectAcknowledged;
    String maybeCreated;
    String maybeDeleted;
    private final Random random;
    private final Path folder;
    private EngineClient client;
    private String project;
    private int numbers;

    /**
     * @param folder for scripts
     */
    KilledDeeds(Random random, Path folder) {
        this.random = random;
        this.folder = folder;
    }

    /** The engine that does it from now on. */
    void of(EngineClient engine, String projectId) {
        client = engine;
        project = projectId;
    }

    Verb choose() {
        List<Verb> possible = new ArrayList<>(List.of(Verb.IMPORT, Verb.WRITE));
        if (branches.size() <= BRANCHES_MAX) {
            possible.addAll(List.of(Verb.CREATE, Verb.CREATE, Verb.SCHEMA_ONLY));
        }
        if (branches.size() > 1) {
            possible.add(Verb.DELETE);
        }
        if (!children().isEmpty()) {
            possible.addAll(List.of(Verb.RESET, Verb.RESET, Verb.FLATTEN));
        }
        if (ONLY != null) {
            possible.retainAll(EnumSet.of(Verb.DELETE, Verb.CREATE, Verb.valueOf(ONLY)));
        } else if (random.nextInt(6) == 0) {
            possible = List.of(Verb.PROJECT);
        }
        return possible.get(random.nextInt(possible.size()));
    }

    Deed deed(Verb verb) throws IOException {
        return switch (verb) {
            case CREATE -> create(any(branches.keySet()));
            case SCHEMA_ONLY -> createSchemaOnly(any(branches.keySet()));
            case FLATTEN -> flatten(any(children()));
            case RESET -> reset(any(children()));
            case DELETE -> delete(any(leaves()));
            case IMPORT -> importInto(any(branches.keySet()));
            case WRITE -> write(any(branches.keySet()));
            case PROJECT -> createProject();
        };
    }

    private Deed create(String parent) {
        String name = "b" + ++numbers;
        boolean compute = random.nextInt(3) > 0;
        Runnable made = () -> branches.put(name, new Known(parent, branches.get(parent).content()));
        return new Deed(
                "create " + name + " from " + parent,
                () -> client.branches().create(project, new NewBranch(name, parent, compute)),
                made,
                () -> {
                    made.run();
                    maybeCreated = name;
                });
    }

    /** A root with the tables of another branch, all of them empty. */
    private Deed createSchemaOnly(String source) {
        String name = "b" + ++numbers;
        boolean compute = random.nextBoolean();
        Runnable made = () -> branches.put(name, new Known("", new TreeSet<>()));
        return new Deed(
                "create " + name + " with the schema of " + source,
                () ->
                        client.branches()
                                .create(
                                        project,
                                        new NewBranch(name, source, compute).withSchemaOnly(true)),
                made,
                () -> {
                    made.run();
                    maybeCreated = name;
                });
    }

    /** Its content stays; whether it is a root now is seen in the check. */
    private Deed flatten(String name) {
        return new Deed(
                "flatten " + name,
                () -> client.branches().flatten(project, name),
                () -> branches.get(name).parent = "",
                () -> {});
    }

    private Deed reset(String name) {
        Known branch = branches.get(name);
        Set<Integer> before = branch.content();
        Set<Integer> after = branches.get(branch.parent).content();
        return new Deed(
                "reset " + name,
                () -> client.branches().resetFromParent(project, name),
                () -> branch.possible = Set.of(after),
                () -> branch.possible = either(before, after));
    }

    private Deed delete(String name) {
        return new Deed(
                "delete " + name,
                () -> client.branches().delete(project, name),
                () -> branches.remove(name),
                () -> maybeDeleted = name);
    }

    private Deed importInto(String name) throws IOException {
        int first = ++numbers;
        int second = ++numbers;
        Path script =
                Files.writeString(
                        folder.resolve("script.sql"),
                        "insert into note values (%d);\ninsert into note values (%d);\n"
                                .formatted(first, second));
        return changing(
                "import into " + name,
                branches.get(name),
                List.of(first, second),
                () ->
                        client.transfers()
                                .importFiles(
                                        project, name, new ImportRequest(List.of(script), "shop")));
    }

    private Deed write(String name) {
        Known branch = branches.get(name);
        int number = ++numbers;
        return changing(
                "write to " + name,
                branch,
                List.of(number),
                () -> {
                    // So that each write makes a segment of WAL one that can be removed.
                    execute(
                            branch.uri,
                            "insert into note values (%d); select pg_switch_wal()"
                                    .formatted(number));
                    return number;
                });
    }

    private static Deed changing(
            String name, Known branch, List<Integer> added, Callable<?> action) {
        Set<Integer> before = branch.content();
        Set<Integer> after = new TreeSet<>(before);
        after.addAll(added);
        return new Deed(
                name,
                action,
                () -> branch.possible = Set.of(after),
                () -> branch.possible = either(before, after));
    }

    private Deed createProject() {
        String name = "project" + ++numbers;
        return new Deed(
                "create " + name,
                () -> client.projects().create(new NewProject(name, null, null, null)),
                () -> {
                    newProject = name;
                    newProjectAcknowledged = true;
                },
                () -> {
                    newProject = name;
                    newProjectAcknowledged = false;
                });
    }

    private Set<String> children() {
        Set<String> found = new TreeSet<>(branches.keySet());
        found.removeIf(name -> branches.get(name).parent.isEmpty());
        return found;
    }

    private Set<String> leaves() {
        Set<String> found = new TreeSet<>(branches.keySet());
        found.remove("main");
        branches.values().forEach(branch -> found.remove(branch.parent));
        return found;
    }

    private String any(Set<String> names) {
        return List.copyOf(new TreeSet<>(names)).get(random.nextInt(names.size()));
    }

    private static Set<Set<Integer>> either(Set<Integer> one, Set<Integer> other) {
        return one.equals(other) ? Set.of(one) : Set.of(one, other);
    }

    static void execute(String uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A session over the connection string that people are given. */
    static Connection connect(String uri) throws SQLException {
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s?loginTimeout=60"
                        .formatted(parts.getHost(), parts.getPort(), parts.getPath()),
                user[0],
                user[1]);
    }
}
