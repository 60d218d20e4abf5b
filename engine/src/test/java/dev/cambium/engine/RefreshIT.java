package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.life.BranchUpdate;
import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.crash.StepKill;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A branch that is filled anew from outside is used and changed until the new content is whole. */
class RefreshIT {

    @TempDir private Path folder;

    /** The program that is killed while it fills. */
    public static void main(String[] arguments) throws Exception {
        try (LifeFixture engine = new LifeFixture(Path.of(arguments[0]))) {
            begin();
            refresh(engine, () -> {});
        }
    }

    /** From here on steps count. */
    static void begin() {
        System.out.println("<begun>");
    }

    @Test
    void isUsedAndChangedWhileItIsFilledAndOneUndoTakesItBack() throws Exception {
        try (LifeFixture engine = made()) {
            int port = engine.branch("dev").port();
            refresh(
                    engine,
                    () -> {
                        engine.write("dev", 3);
                        engine.create("son", "dev");
                        engine.life.update(
                                engine.project(), "dev", new BranchUpdate("new", null, null));
                        assertThatThrownBy(
                                        () ->
                                                engine.service.refreshBranch(
                                                        engine.project(),
                                                        "new",
                                                        "again",
                                                        (console, progress) -> {}))
                                .isInstanceOfSatisfying(
                                        Refusal.class,
                                        refusal ->
                                                assertThat(refusal.kind())
                                                        .isEqualTo(Refusal.Kind.BUSY));
                    });
            assertThat(engine.branch("new").port()).isEqualTo(port);
            assertThat(engine.numbers("new")).containsExactly(1, 2, 77);
            assertThat(engine.numbers("son")).containsExactly(1, 2, 3);
            engine.life.undo(engine.project(), null);
            assertThat(engine.numbers("new")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatItWasGivenMeanwhileStays() throws Exception {
        try (LifeFixture engine = made()) {
            assertThatThrownBy(
                            () ->
                                    refresh(
                                            engine,
                                            () ->
                                                    engine.life.reset(
                                                            engine.project(), "dev", null, false)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("CONTENT_CHANGED"));
            assertThat(engine.numbers("dev")).containsExactly(1);
            assertNothingHidden(engine);
            engine.life.undo(engine.project(), null);
            assertThat(engine.numbers("dev")).containsExactly(1, 2);
        }
    }

    @Test
    void isUntouchedWhenTheEngineIsKilledWhileItIsFilled() throws Exception {
        Path home = folder.resolve("home");
        made().close();
        StepKill kill =
                new StepKill(
                        RefreshIT.class,
                        "begin",
                        Map.of(
                                "dev.cambium.engine.branch.compute.ServerDatabases",
                                List.of("learn")));
        StepKill.Result result = kill.before(1, home.toString());
        assertThat(result.output()).contains("<begun>", "<filled>");
        assertThat(result.ended()).isFalse();
        try (LifeFixture engine = new LifeFixture(home)) {
            assertThat(engine.numbers("dev")).containsExactly(1, 2);
            assertThat(engine.catalog.operations().newest(engine.project(), 1).getFirst().state())
                    .isEqualTo(OperationState.FAILED);
            assertNothingHidden(engine);
        }
    }

    /** No content but that of branches and of the trash, in the catalog and on disk. */
    private static void assertNothingHidden(LifeFixture engine) throws Exception {
        assertThat(engine.catalog.operations().running()).isEmpty();
        Set<TimelineId> branches =
                engine.service.branches(engine.project()).stream()
                        .map(Branch::currentTimeline)
                        .collect(Collectors.toSet());
        assertThat(engine.catalog.timelines())
                .allMatch(
                        timeline ->
                                timeline.state() == TimelineState.TRASHED
                                        || branches.contains(timeline.id()));
        try (Stream<Path> wal = Files.list(new HomeLayout(engine.home).wal())) {
            assertThat(wal.map(one -> one.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("tl-") && !name.contains("template"))
                    .allMatch(
                            name ->
                                    engine.catalog.timelines().stream()
                                            .anyMatch(one -> one.id().value().equals(name)));
        }
        assertThat(new HomeLayout(engine.home).lostAndFound()).doesNotExist();
    }

    /** The branches main (1) and dev (1, 2). */
    private LifeFixture made() throws Exception {
        LifeFixture engine = LifeFixture.withProject(folder.resolve("home"));
        engine.create("dev", "main");
        engine.write("dev", 2);
        return engine;
    }

    private interface Meanwhile {
        void happens() throws SQLException;
    }

    private static void refresh(LifeFixture engine, Meanwhile meanwhile) {
        Filling filling =
                (console, progress) -> {
                    fill(console);
                    meanwhile.happens();
                    System.out.println("<filled>");
                };
        engine.service.refreshBranch(engine.project(), "dev", "the source", filling);
    }

    private static void fill(Console console) throws SQLException {
        try (Connection connection = console.connect(LifeFixture.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into note values (77)");
        }
    }
}
