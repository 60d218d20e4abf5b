package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a new project has, which it gets from a template that all have in common. */
class NewProjectIT {

    private static final String ROLES =
            "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1";
    private static final String DATABASES =
            "SELECT datname || ' of ' || pg_get_userbyid(datdba) FROM pg_database"
                    + " WHERE NOT datistemplate ORDER BY 1";

    @TempDir static Path folder;

    private static CoreEngine engine;

    @BeforeAll
    static void open() throws Exception {
        engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.AUTO);
    }

    @AfterAll
    static void close() throws Exception {
        engine.close();
    }

    @Test
    void withoutNamesOfItsOwnItHasARoleAndADatabaseThatAreCalledCambium() throws Exception {
        Branch main = create(ProjectSetup.named("plain"));

        assertThat(engine.list(main, "cambium", ROLES))
                .containsExactly("cambium", "cambium_reader", "postgres");
        assertThat(engine.list(main, "cambium", DATABASES))
                .containsExactly("cambium of cambium", "postgres of postgres");
        assertThat(known(main)).containsExactly("cambium of cambium");
    }

    @Test
    void itsRoleAndItsDatabaseAreCalledAsAskedForAndNothingElseIsThere() throws Exception {
        Branch main = create(new ProjectSetup("named", "trunk", "ann", "Shop \"1\"", null, null));

        assertThat(main.name()).isEqualTo("trunk");
        assertThat(engine.list(main, "Shop \"1\"", ROLES))
                .containsExactly("ann", "cambium_reader", "postgres");
        assertThat(engine.list(main, "Shop \"1\"", DATABASES))
                .containsExactly("Shop \"1\" of ann", "postgres of postgres");
        assertThat(known(main)).containsExactly("Shop \"1\" of ann");
        Branch child =
                engine.service()
                        .createBranch(
                                main.projectId(),
                                null,
                                Moment.HEAD,
                                BranchWish.named("child", true))
                        .branch();
        assertThat(engine.list(child, "Shop \"1\"", ROLES)).contains("ann");
    }

    @Test
    void whatTheCatalogKnowsOfItsDatabaseIsWhatPostgresSays() throws Exception {
        Branch plain = create(ProjectSetup.named("numbered"));
        Branch named = create(new ProjectSetup("numbered-2", null, null, "store", null, null));

        for (Branch branch : List.of(plain, named)) {
            KnownDatabase known =
                    engine.parts().catalog().databases(branch.id()).stream()
                            .findAny()
                            .orElseThrow();
            assertThat(
                            engine.list(
                                    branch,
                                    known.name(),
                                    "SELECT oid::text FROM pg_database WHERE datname = current_database()"))
                    .containsExactly(Long.toString(known.oid()));
        }
    }

    @Test
    void withoutADatabaseItHasThatOfPostgresAlone() throws Exception {
        Branch main = create(new ProjectSetup("bare", null, null, "", null, null));

        assertThat(engine.list(main, "postgres", DATABASES))
                .containsExactly("postgres of postgres");
        assertThat(known(main)).isEmpty();
    }

    @Test
    void nobodyGetsInWithThePasswordOfAnotherProjectOrWithoutOne() throws Exception {
        Branch mine = create(ProjectSetup.named("mine"));
        Branch yours = create(ProjectSetup.named("yours"));

        engine.connect(mine, "cambium").close();
        for (String wrong : List.of(password(yours), "cambium", "-")) {
            assertThatThrownBy(() -> connect(mine, wrong).close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        connect(yours, password(yours)).close();
    }

    @Test
    void aRoleOfTheEngineCannotBeThatOfAProject() {
        for (String reserved : List.of("postgres", "cambium_reader", "pg_read_all_data")) {
            assertThatThrownBy(
                            () ->
                                    create(
                                            new ProjectSetup(
                                                    "refused", null, reserved, null, null, null)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("belongs to Postgres or to the engine");
        }
        assertThat(engine.service().projects().all())
                .extracting(Project::name)
                .doesNotContain("refused");
    }

    @Test
    void aTemplateThatIsBeingMadeAheadDoesNotKeepAnEngineFromClosing() throws Exception {
        Path home = folder.resolve("closing");
        Path made;
        CompletableFuture<Void> ahead;
        try (CoreEngine closing = CoreEngine.open(home, VolumeChoice.COPY)) {
            made = closing.parts().work().resolve("initdb");
            ahead = CompletableFuture.runAsync(closing.service().projects()::prepare);
            Patience.await("initdb began").until(() -> Files.exists(made.resolve("PG_VERSION")));
        }
        ahead.get(1, TimeUnit.SECONDS);
        assertThat(made).doesNotExist();
        try (Stream<Path> seals = Files.list(home.resolve("copies/seals"))) {
            assertThat(seals).isEmpty();
        }

        try (CoreEngine again = CoreEngine.open(home, VolumeChoice.COPY)) {
            again.service().projects().prepare();
            Project first = again.service().projects().create(ProjectSetup.named("first"));
            Branch main = again.service().defaultBranch(first.id());
            assertThat(again.list(main, "cambium", "SELECT 1::text")).containsExactly("1");
        }
    }

    private static Branch create(ProjectSetup setup) {
        Project project = engine.service().projects().create(setup);
        return engine.service().defaultBranch(project.id());
    }

    private static List<String> known(Branch branch) {
        return engine.parts().catalog().databases(branch.id()).stream()
                .map(database -> database.name() + " of " + database.ownerName())
                .toList();
    }

    private static String password(Branch branch) {
        return engine.parts().catalog().rolesOf(branch.id()).getFirst().password();
    }

    private static Connection connect(Branch branch, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/cambium?sslmode=disable".formatted(branch.port()),
                "cambium",
                password);
    }
}
