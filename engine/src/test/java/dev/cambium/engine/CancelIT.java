package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.CallersWork;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.testing.Patience;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.ImportSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Operations that are cancelled leave everything as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelIT {

    private CoreEngine engine;
    private Project project;
    private Branch main;
    private Path folder;

    @BeforeAll
    void makeOne(@TempDir Path temporary) throws Exception {
        folder = temporary;
        engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.LAYERS);
        project =
                engine.service()
                        .projects()
                        .create(new ProjectSetup("shop", "main", "cambium", "shop", null, null));
        main = engine.service().defaultBranch(project.id());
        engine.execute(main, "shop", "CREATE TABLE kept AS SELECT 42 AS n");
    }

    @AfterAll
    void stop() throws Exception {
        engine.close();
    }

    @Test
    void anImportIsCancelledWhileAStatementRuns() throws Exception {
        Path script = Files.writeString(folder.resolve("slow.sql"), "SELECT pg_sleep(300);\n");
        CompletableFuture<?> run =
                CompletableFuture.runAsync(
                        () ->
                                new BranchImport(engine.service())
                                        .run(
                                                project.id(),
                                                main.id(),
                                                List.of(ImportSource.of(script)),
                                                "shop"));
        cancelWhen("import_data");
        assertThatThrownBy(() -> run.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join())
                .hasRootCauseInstanceOf(Exception.class)
                .hasMessageContaining("It was cancelled (import data). Nothing was changed.");
        assertThat(engine.list(main, "shop", "SELECT n::text FROM kept")).containsExactly("42");
        nothingIsLeft();
    }

    @Test
    void whatItsCallerHasLeftBeforeItBeganIsCancelledAsItBegins() throws Exception {
        CallersWork work = new CallersWork();
        work.withdraw();
        assertThatThrownBy(() -> work.answer(() -> imports("CREATE TABLE never (n int);")))
                .isInstanceOf(Refusal.class)
                .hasMessage("It was cancelled (import data). Nothing was changed.");
        Operation ended = engine.service().operations(project.id()).getFirst();
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(engine.list(main, "shop", "SELECT to_regclass('never')::text"))
                .containsExactly((String) null);
        nothingIsLeft();
        // Its second operation is none that anybody has left.
        work.answer(() -> schemaOnly("second-of-a-call"));
    }

    @Test
    void whoLeavesTakesBackHisOwnAlone() throws Exception {
        CallersWork mine = new CallersWork();
        CallersWork done = new CallersWork();
        done.answer(() -> schemaOnly("done-before", "main"));
        CompletableFuture<?> run =
                CompletableFuture.runAsync(
                        () -> mine.answer(() -> imports("SELECT pg_sleep(300);")));
        try {
            await(() -> running("import_data").isPresent());
            assertThatThrownBy(done::withdraw).isInstanceOf(Refusal.class);
            new CallersWork().answer(() -> schemaOnly("beside", "done-before"));
            assertThat(running("import_data")).isPresent();
        } finally {
            mine.withdraw();
        }
        assertThatThrownBy(() -> run.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join())
                .hasMessageContaining("It was cancelled (import data)");
        assertThat(engine.service().branches(project.id()))
                .extracting(Branch::name)
                .contains("beside");
        nothingIsLeft();
    }

    private Object imports(String sql) {
        byte[] script = (sql + "\n").getBytes(StandardCharsets.UTF_8);
        return new BranchImport(engine.service())
                .run(
                        project.id(),
                        main.id(),
                        List.of(ImportSource.of("a script", new ByteArrayInputStream(script))),
                        "shop");
    }

    private Optional<Operation> running(String action) {
        return engine.service().operations(project.id()).stream()
                .filter(one -> one.action().equals(action))
                .filter(engine.service()::isCancellable)
                .findFirst();
    }

    @Test
    void aSchemaOnlyBranchIsCancelledAndItsNameIsFreeAgain() {
        CompletableFuture<?> run = CompletableFuture.runAsync(() -> schemaOnly("emptied"));
        cancelWhen("create_branch");
        assertThatThrownBy(run::join).hasMessageContaining("It was cancelled (create branch)");
        assertThat(engine.service().branches(project.id()))
                .extracting(Branch::name)
                .doesNotContain("emptied");
        nothingIsLeft();
        assertThat(schemaOnly("emptied").name()).isEqualTo("emptied");
    }

    @Test
    void aBranchThatIsCutFreeStaysAChildWhenThatIsCancelled() throws Exception {
        engine.execute(
                main,
                "shop",
                "CREATE TABLE large AS SELECT i, repeat('x', 500) AS filler FROM generate_series(1, 400000) i");
        Branch child =
                engine.service()
                        .createBranch(
                                project.id(), "main", Moment.HEAD, BranchWish.named("cut", false))
                        .branch();
        CompletableFuture<?> run =
                CompletableFuture.runAsync(
                        () -> engine.service().flatten(project.id(), child.name()));
        cancelWhen("detach_parent_branch");
        assertThatThrownBy(run::join)
                .hasMessageContaining("It was cancelled (detach parent branch)");
        assertThat(engine.service().branch(project.id(), "cut").parentId()).isEqualTo(main.id());
        assertThat(engine.list(child, "shop", "SELECT count(*)::text FROM large"))
                .containsExactly("400000");
        assertThat(engine.service().flatten(project.id(), "cut").hadParent()).isTrue();
        assertThat(engine.service().branch(project.id(), "cut").parentId()).isNull();
        assertThat(engine.list(child, "shop", "SELECT count(*)::text FROM large"))
                .containsExactly("400000");
    }

    @Test
    void aProjectIsCancelledAndItsNameIsFreeAgain() {
        CompletableFuture<?> run = CompletableFuture.runAsync(() -> create(engine, "short-lived"));
        cancelProject(engine, "short-lived");
        assertThatThrownBy(run::join).hasMessageContaining("It was cancelled (create project)");
        assertThat(engine.service().projects().all())
                .extracting(Project::name)
                .containsOnly("shop");
        nothingIsLeft();
        Project again = create(engine, "short-lived");
        assertThat(engine.service().defaultBranch(again.id()).name()).isEqualTo("main");
    }

    @Test
    void theFirstProjectOfAHomeIsCancelledWhileItsTemplateIsMade() throws Exception {
        Path home = folder.resolve("new-home");
        try (CoreEngine fresh = CoreEngine.open(home, VolumeChoice.LAYERS)) {
            CompletableFuture<?> run = CompletableFuture.runAsync(() -> create(fresh, "first"));
            Path template = fresh.parts().work().resolve("initdb");
            await(() -> Files.exists(template.resolve("PG_VERSION")));
            CompletableFuture<?> second = CompletableFuture.runAsync(() -> create(fresh, "second"));
            cancelProject(fresh, "first");
            assertThatThrownBy(run::join).hasMessageContaining("It was cancelled (create project)");
            second.get(60, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(Files.exists(template)).isFalse();
            assertThat(fresh.service().projects().all())
                    .extracting(Project::name)
                    .containsExactly("second");
            assertThat(create(fresh, "first").name()).isEqualTo("first");
        }
    }

    private static Project create(CoreEngine where, String name) {
        // With names of its own, for which a server is started: what is quicker is hard to cancel.
        return where.service()
                .projects()
                .create(new ProjectSetup(name, "main", "me", "shop", null, null));
    }

    /** Cancels the creation of a project as soon as that can be. */
    private static void cancelProject(CoreEngine where, String name) {
        await(
                () -> {
                    Optional<Project> project =
                            where.service().projects().all().stream()
                                    .filter(each -> each.name().equals(name))
                                    .findFirst();
                    Optional<Operation> found =
                            project.stream()
                                    .flatMap(each -> where.service().operations(each.id()).stream())
                                    .filter(where.service()::isCancellable)
                                    .findFirst();
                    found.ifPresent(
                            each -> {
                                Operation _ =
                                        where.service()
                                                .cancel(each.projectId(), each.id().toString());
                            });
                    return found.isPresent();
                });
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long patience = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > patience) {
                throw new AssertionError("it did not come to that in time");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void whatHasEndedIsRefusedWithWhatToDoInstead() {
        Branch done = schemaOnly("done");
        Operation ended =
                engine.service().operations(project.id()).stream()
                        .filter(each -> done.id().equals(each.branchId()))
                        .findFirst()
                        .orElseThrow();
        assertThat(engine.service().isCancellable(ended)).isFalse();
        assertThatThrownBy(() -> engine.service().cancel(project.id(), ended.id().toString()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Undo it instead");
    }

    private Branch schemaOnly(String name) {
        return schemaOnly(name, "main");
    }

    private Branch schemaOnly(String name, String of) {
        return engine.service()
                .createSchemaOnly(project.id(), of, Moment.HEAD, BranchWish.named(name, false))
                .branch();
    }

    /** Cancels the first operation of this kind that can be. */
    private void cancelWhen(String action) {
        long patience = System.nanoTime() + Patience.LIMIT.toNanos();
        while (System.nanoTime() < patience) {
            Optional<Operation> found =
                    engine.service().operations(project.id()).stream()
                            .filter(each -> each.action().equals(action))
                            .filter(each -> each.state() == OperationState.RUNNING)
                            .filter(engine.service()::isCancellable)
                            .findFirst();
            if (found.isPresent()) {
                Operation _ = engine.service().cancel(project.id(), found.get().id().toString());
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no " + action + " could be cancelled");
    }

    private void nothingIsLeft() {
        assertThat(engine.parts().catalog().timelines())
                .extracting(timeline -> timeline.state())
                .doesNotContain(TimelineState.OPENING);
        Patience.await("no copy is left")
                .until(
                        () ->
                                engine.parts().catalog().timelines().stream()
                                        .noneMatch(
                                                timeline ->
                                                        timeline.state() == TimelineState.PASSING));
    }
}
