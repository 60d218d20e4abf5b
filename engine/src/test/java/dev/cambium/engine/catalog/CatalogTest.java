package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

class CatalogTest extends OnCatalog {

    private static final TimelineId FIRST = new TimelineId("tl-000000000001");
    private static final TimelineId SECOND = new TimelineId("tl-000000000002");

    @Test
    void whereASchemaCameFromIsKnownAsLongAsItsBranchIs() {
        SchemaSource source = new SchemaSource("b1", "b0", "main", new Lsn(4711), Samples.NOON);
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("b1", "p1", "bare", 5501));
                    change.put(source);
                });
        assertThat(catalog.schemaSource("b1")).contains(source);
        assertThat(catalog.schemaSource("b0")).isEmpty();

        catalog.commit(change -> change.removeBranch("b1"));
        assertThat(catalog.schemaSource("b1")).isEmpty();
    }

    @Test
    void wordsPutToABranchAreKnownAsLongAsItIs() {
        Map<String, String> words = Map.of("pr", "17", "an empty one", "");
        BranchAnnotation annotation = new BranchAnnotation("b1", words, Samples.NOON);
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("b1", "p1", "dev", 5501));
                    change.put(Samples.branch("b2", "p1", "bare", 5502));
                    change.put(annotation);
                });
        assertThat(catalog.annotations(List.of("b1", "b2", "b3"))).containsExactly(annotation);
        assertThat(catalog.annotations(List.of())).isEmpty();

        catalog.commit(change -> change.removeBranch("b1"));
        assertThat(catalog.annotations(List.of("b1"))).isEmpty();
    }

    @Test
    void givesBackEveryValueAfterAReopen() {
        Project project = Samples.project("p1", "shop");
        Branch root = Samples.branch("br-a-b-1", "p1", "main", 50_001);
        Branch child =
                new Branch(
                        "br-a-b-2",
                        "p1",
                        "dev/Alice",
                        root.id(),
                        new ParentPoint(FIRST, Lsn.parse("FFFFFFFF/10"), Samples.NOON),
                        true,
                        true,
                        BranchState.READY,
                        "console",
                        50_002,
                        "ep-a-b-2",
                        false,
                        SECOND,
                        Samples.NOON,
                        Samples.NOON.plusSeconds(1),
                        Samples.NOON.plusSeconds(2),
                        Samples.NOON.plusSeconds(3),
                        Samples.NOON.plusSeconds(4));
        Timeline timeline =
                new Timeline(
                        SECOND,
                        "p1",
                        18,
                        TimelineState.TRASHED,
                        FIRST,
                        Lsn.parse("0/1A2B3C8"),
                        Lsn.parse("0/1A2B3D0"),
                        Samples.NOON,
                        Samples.NOON.plusSeconds(5),
                        Samples.NOON.plusSeconds(6));
        Image image = Samples.image("sl-0123456789ab", SECOND, Lsn.parse("1/0"));
        Role role = new Role("br-a-b-1", "owner", "s3cret", Samples.NOON, Samples.NOON);
        EndpointSettings settings =
                new EndpointSettings(
                        child.id(),
                        -1,
                        7200,
                        Map.of("work_mem", "64MB", "jit", "off"),
                        List.of("pg_stat_statements", "auto_explain"),
                        Samples.NOON);
        KnownDatabase database =
                new KnownDatabase(child.id(), 4_294_967_295L, "app", "owner", Samples.NOON);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("z", "last letter first");
        details.put("a", "ü \" \\ 🌳");
        Operation operation =
                new Operation(
                        UUID.randomUUID(),
                        "p1",
                        child.id(),
                        child.endpointId(),
                        "reset_branch",
                        OperationState.FAILED,
                        details,
                        "It rained. ".repeat(500),
                        Samples.NOON,
                        Samples.NOON);
        catalog.commit(
                change -> {
                    change.put(project);
                    change.put(root);
                    change.put(child);
                    change.put(timeline);
                    change.put(image);
                    change.put(role);
                    change.put(settings);
                    change.putEngineSetting("router-port", "20001");
                    change.put(database);
                    change.put(operation);
                    change.appendTenure(child.id(), SECOND, Samples.NOON);
                });

        catalog.close();
        catalog = Catalog.open(home.resolve("catalog"));

        assertThat(catalog.projects()).containsExactly(project);
        assertThat(catalog.project("p1")).contains(project);
        assertThat(catalog.projectByName("shop")).contains(project);
        assertThat(catalog.branches("p1")).containsExactly(root, child);
        assertThat(catalog.branch(child.id())).contains(child);
        assertThat(catalog.branchByName("p1", "dev/Alice")).contains(child);
        assertThat(catalog.branchByEndpoint("ep-a-b-2")).contains(child);
        assertThat(catalog.children(root.id())).containsExactly(child);
        assertThat(catalog.timelines()).containsExactly(timeline);
        assertThat(catalog.timeline(SECOND)).contains(timeline);
        assertThat(catalog.images(SECOND)).containsExactly(image);
        assertThat(catalog.imageCount(image.seal())).isOne();
        assertThat(catalog.rolesOf("br-a-b-1")).containsExactly(role);
        assertThat(catalog.roleOf("br-a-b-1", "owner")).contains(role);
        assertThat(catalog.endpoints().settings(child.id())).contains(settings);
        assertThat(catalog.engineSetting("router-port")).contains("20001");
        assertThat(catalog.databases(child.id())).containsExactly(database);
        assertThat(catalog.operations().byId(operation.id())).contains(operation);
        assertThat(catalog.operations().newest("p1", 10).getFirst().details())
                .containsExactlyEntriesOf(details);
        assertThat(catalog.usedPorts()).containsExactlyInAnyOrder(50_001, 50_002);
    }

    @Test
    void keepsMomentsWhenTheComputerTravels() {
        TimeZone before = TimeZone.getDefault();
        Instant inTheHourThatComesTwice = Instant.parse("2026-10-25T00:30:00Z");
        Operation operation =
                Samples.operation("p1", OperationState.FINISHED, inTheHourThatComesTwice);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            catalog.commit(change -> change.put(operation));
            assertThat(catalog.operations().byId(operation.id())).contains(operation);
            catalog.close();
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            catalog = Catalog.open(home.resolve("catalog"));
            assertThat(catalog.operations().byId(operation.id())).contains(operation);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void putReplacesWhatHasTheSameKey() {
        withBranch();
        Branch grown = Samples.branch("br-a-b-1", "p1", "trunk", 50_009);
        catalog.commit(
                change -> {
                    change.put(grown);
                    change.put(new Role("br-a-b-1", "r", "one", Samples.NOON, Samples.NOON));
                    change.put(new Role("br-a-b-1", "r", "two", Samples.NOON, Samples.NOON));
                });
        assertThat(catalog.allBranches()).containsExactly(grown);
        assertThat(catalog.rolesOf("br-a-b-1")).extracting(Role::password).containsExactly("two");
    }

    @Test
    void refusesANameThatIsTakenAndChangesNothing() {
        withBranch();
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        change -> {
                                            change.put(Samples.project("p2", "other"));
                                            change.put(
                                                    Samples.branch(
                                                            "br-a-b-2", "p1", "main", 50_002));
                                        }))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("'main'");
        assertThat(catalog.projects()).hasSize(1);
        assertThat(catalog.allBranches()).hasSize(1);

        catalog.commit(change -> change.put(Samples.branch("br-a-b-2", "p1", "Main", 50_002)));
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        change ->
                                                change.renameBranch(
                                                        "br-a-b-2", "main", Samples.NOON)))
                .isInstanceOf(DuplicateNameException.class);
        assertThatThrownBy(
                        () -> catalog.commit(change -> change.put(Samples.project("p2", "shop"))))
                .isInstanceOf(DuplicateNameException.class);
    }

    @Test
    void lettersNameTheSameInAnotherProject() {
        withBranch();
        catalog.commit(
                change -> {
                    change.put(Samples.project("p2", "Shop"));
                    change.put(Samples.branch("br-a-b-2", "p2", "main", 50_002));
                });
        assertThat(catalog.branchByName("p2", "main")).map(Branch::id).contains("br-a-b-2");
        assertThat(catalog.branchByName("p1", "main")).map(Branch::id).contains("br-a-b-1");
    }

    @Test
    void refusesAPortThatIsTaken() {
        withBranch();
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        change ->
                                                change.put(
                                                        Samples.branch(
                                                                "br-a-b-2", "p1", "b", 50_001))))
                .isInstanceOf(DuplicatePortException.class)
                .hasMessageContaining("50001")
                .hasMessageContaining("main");
    }

    @Test
    void tenuresFollowOneAnotherAndTheBranchStandsOnTheLast() {
        withBranch();
        Instant later = Samples.NOON.plusSeconds(60);
        catalog.commit(change -> change.appendTenure("br-a-b-1", FIRST, Samples.NOON));
        Tenure second =
                catalog.commitAndGet(change -> change.appendTenure("br-a-b-1", SECOND, later));

        assertThat(catalog.tenures("br-a-b-1"))
                .containsExactly(
                        new Tenure("br-a-b-1", 0, FIRST, Samples.NOON, later),
                        new Tenure("br-a-b-1", 1, SECOND, later, null));
        assertThat(second.ordinal()).isEqualTo(1);
        assertThat(catalog.branch("br-a-b-1").orElseThrow().currentTimeline()).isEqualTo(SECOND);

        // A put of an older copy does not move the branch back.
        catalog.commit(change -> change.put(Samples.branch("br-a-b-1", "p1", "main", 50_001)));
        assertThat(catalog.branch("br-a-b-1").orElseThrow().currentTimeline()).isEqualTo(SECOND);

        catalog.commit(change -> change.removeTenure("br-a-b-1", 1));
        assertThat(catalog.branch("br-a-b-1").orElseThrow().currentTimeline()).isEqualTo(FIRST);
    }

    @Test
    void removingTakesWhatBelongsToItAndLeavesHistory() {
        withBranch();
        Operation operation = Samples.operation("p1", OperationState.FINISHED, Samples.NOON);
        catalog.commit(
                change -> {
                    change.put(Samples.timeline(FIRST, "p1"));
                    change.put(Samples.image("sl-0123456789ab", FIRST, new Lsn(4096)));
                    change.put(new Role("br-a-b-1", "owner", "x", Samples.NOON, Samples.NOON));
                    change.put(EndpointSettings.none("br-a-b-1", Samples.NOON));
                    change.put(new KnownDatabase("br-a-b-1", 5, "app", "owner", Samples.NOON));
                    change.put(operation);
                    change.appendTenure("br-a-b-1", FIRST, Samples.NOON);
                });
        assertThatThrownBy(() -> catalog.commit(change -> change.removeProject("p1")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("1 branches");
        catalog.commit(
                change -> {
                    change.removeBranch("br-a-b-1");
                    change.removeProject("p1");
                });
        assertThat(catalog.projects()).isEmpty();
        assertThat(catalog.tenures("br-a-b-1")).isEmpty();
        assertThat(catalog.databases("br-a-b-1")).isEmpty();
        assertThat(catalog.rolesOf("br-a-b-1")).isEmpty();
        assertThat(catalog.endpoints().settings("br-a-b-1")).isEmpty();
        assertThat(catalog.timelines()).hasSize(1);
        assertThat(catalog.operations().byId(operation.id())).isPresent();

        catalog.commit(change -> change.removeTimeline(FIRST));
        assertThat(catalog.images(FIRST)).isEmpty();
    }

    @Test
    void aSealCanBeAnImageOfSeveralTimelines() {
        catalog.commit(
                change -> {
                    change.put(Samples.timeline(FIRST, "p1"));
                    change.put(Samples.timeline(SECOND, "p1"));
                });
        Image parents = Samples.image("sl-0123456789ab", FIRST, new Lsn(4096));
        Image childs = parents.of(SECOND);
        catalog.commit(
                change -> {
                    change.put(parents);
                    change.put(childs);
                    change.put(childs);
                });
        assertThat(catalog.imageCount(parents.seal())).isEqualTo(2);
        assertThat(catalog.images(FIRST)).containsExactly(parents);
        assertThat(catalog.images(SECOND)).containsExactly(childs);

        catalog.commit(change -> change.removeImage(FIRST, parents.seal()));
        assertThat(catalog.imageCount(parents.seal())).isOne();

        catalog.commit(change -> change.removeImages(SECOND));
        assertThat(catalog.imageCount(parents.seal())).isZero();
        assertThat(catalog.timelines()).hasSize(2);
    }

    @Test
    void replacesTheDatabasesSeenOnABranch() {
        withBranch();
        KnownDatabase app = new KnownDatabase("br-a-b-1", 5, "app", "owner", Samples.NOON);
        KnownDatabase shop = new KnownDatabase("br-a-b-1", 6, "shop", "owner", Samples.NOON);
        catalog.commit(change -> change.replaceDatabases("br-a-b-1", List.of(app)));
        catalog.commit(change -> change.replaceDatabases("br-a-b-1", List.of(shop, app)));
        assertThat(catalog.databases("br-a-b-1")).containsExactly(app, shop);
        catalog.commit(change -> change.replaceDatabases("br-a-b-1", List.of()));
        assertThat(catalog.databases("br-a-b-1")).isEmpty();
    }

    @Test
    void sortsOperationsAndImagesAndForgetsOldOperations() {
        Instant old = Samples.NOON.minusSeconds(1_000);
        Operation running = Samples.operation("p1", OperationState.RUNNING, old);
        Operation failed = Samples.operation("p1", OperationState.FAILED, old.plusSeconds(1));
        Operation fresh = Samples.operation("p1", OperationState.FINISHED, Samples.NOON);
        Image beyondTheSign = Samples.image("sl-2", FIRST, Lsn.parse("FFFFFFFF/0"));
        Image early = Samples.image("sl-1", FIRST, Lsn.parse("1/0"));
        catalog.commit(
                change -> {
                    List.of(fresh, running, failed).forEach(change::put);
                    change.put(Samples.timeline(FIRST, "p1"));
                    change.put(beyondTheSign);
                    change.put(early);
                });
        assertThat(catalog.operations().newest("p1", 2)).containsExactly(fresh, failed);
        assertThat(catalog.operations().running()).containsExactly(running);
        assertThat(catalog.images(FIRST)).containsExactly(early, beyondTheSign);
        catalog.commit(change -> change.removeOperationsBefore(Samples.NOON));
        assertThat(catalog.operations().newest("p1", 9)).containsExactly(fresh, running);
    }

    @Test
    void findsTheOperationsOfABranchSinceItWasMade() {
        Branch branch = Samples.defaultBranch("br-a-b-1", "p1");
        Instant made = branch.createdAt();
        Operation creation = ofBranch(branch, made);
        Operation start = ofBranch(branch, made.plusSeconds(60));
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(branch);
                    change.put(creation);
                    change.put(start);
                    change.put(Samples.operation("p1", OperationState.FINISHED, made));
                });
        assertThat(catalog.operations().of(branch)).containsExactly(start, creation);
    }

    private static Operation ofBranch(Branch branch, Instant at) {
        Operation any = Samples.operation("p1", OperationState.FINISHED, at);
        return new Operation(
                any.id(),
                "p1",
                branch.id(),
                null,
                any.action(),
                any.state(),
                any.details(),
                null,
                at,
                at);
    }

    @Test
    void findsTheDefaultBranchAmongThoseThatAreNotDeleted() {
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("br-a-b-1", "p1", "dev", 50_001));
                });
        assertThat(catalog.defaultBranch("p1")).isEmpty();
        catalog.commit(change -> change.put(Samples.defaultBranch("br-a-b-2", "p1")));
        assertThat(catalog.defaultBranch("p1"))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo("br-a-b-2"));
        assertThat(catalog.defaultBranch("p2")).isEmpty();
    }

    private void withBranch() {
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("br-a-b-1", "p1", "main", 50_001));
                });
    }
}
