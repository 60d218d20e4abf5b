package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationRunner;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class CatalogOpeningTest {

    /** In their order. */
    private static final List<String> RELEASED =
            List.of(
                    "1.0__initial.sql",
                    "1.1__history.sql",
                    "1.3__bookmarks.sql",
                    "1.4__endpoints.sql",
                    "1.5__life.sql",
                    "1.6__snapshots.sql",
                    "1.7__read_only_endpoints.sql",
                    "1.9__schema_source.sql",
                    "1.10__masking.sql",
                    "1.11__deleted_snapshots.sql",
                    "1.12__deleted_projects.sql",
                    "1.13__usage.sql",
                    "1.14__keys_and_refreshes.sql");

    @TempDir private Path home;

    @Test
    void isOpenedOnce() {
        try (Catalog catalog = Catalog.open(home)) {
            assertThatThrownBy(() -> Catalog.open(home))
                    .isInstanceOf(CatalogLockedException.class)
                    .hasMessageContaining("another engine");
            catalog.commit(change -> change.put(Samples.project("p1", "shop")));
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.projects()).hasSize(1);
        }
    }

    @Test
    void refusesAFileThatAnotherProgramHasOpen() throws Exception {
        Catalog.open(home).close();
        try (Connection _ = connect()) {
            // H2 would share a file within a process; our lock is free, H2's own is not asked.
            assertThatThrownBy(() -> Catalog.open(home)).isInstanceOf(CatalogLockedException.class);
        }
    }

    @Test
    void leavesADamagedFileAsItIs() throws Exception {
        fill();
        Path file = home.resolve("catalog.mv.db");
        byte[] good = Files.readAllBytes(file);
        byte[] noise = good.clone();
        Arrays.fill(noise, (byte) 0x5A);
        for (byte[] bad : new byte[][] {new byte[0], new byte[good.length], noise, {110, 111}}) {
            Files.write(file, bad);
            assertThatThrownBy(() -> Catalog.open(home))
                    .isInstanceOf(CatalogDamagedException.class)
                    .hasMessageContaining(file.toRealPath().toString())
                    .hasMessageContaining("put back a copy");
            assertThat(file).hasBinaryContent(bad);
        }
        Files.write(file, good);
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.projects()).hasSize(200);
        }
    }

    @Test
    void writesAFileThatGrewAnewAndKeepsItsRows() throws Exception {
        fill();
        Path file = home.resolve("catalog.mv.db");
        long before = Files.size(file);

        try (Catalog catalog = Catalog.open(home, 1)) {
            assertThat(catalog.projects()).hasSize(200);
            catalog.commit(change -> change.put(Samples.project("p-new", "new")));
        }
        assertThat(Files.size(file)).isLessThan(before);
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.projects()).hasSize(201);
        }
        assertThat(home).isDirectoryNotContaining("glob:**catalog-new*");
    }

    @Test
    void writesOverNothingThatItWroteBefore() throws Exception {
        Catalog.open(home).close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                java.sql.ResultSet setting =
                        statement.executeQuery(
                                "select setting_value from information_schema.settings"
                                        + " where setting_name = 'RETENTION_TIME'")) {
            assertThat(setting.next()).isTrue();
            assertThat(setting.getString(1)).isEqualTo("2147483647");
        }
    }

    @Test
    void refusesTablesOfANewerVersion() throws Exception {
        fill();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update db_migration set mversion = '9.7' where mversion = '1.0'");
        }
        assertThatThrownBy(() -> Catalog.open(home))
                .isInstanceOf(CatalogVersionException.class)
                .hasMessageContaining("9.7");
    }

    @Test
    void bringsTheTablesOfFoundationUpToDate() throws Exception {
        migrateTo("1.0__initial.sql");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into project values ('p1', 'shop', 18, 'owner', 'app', 86400,"
                            + " current_timestamp, current_timestamp)");
            statement.execute(
                    "insert into timeline values ('tl-1', 'p1', 18, 'LIVE', null, null, null,"
                            + " current_timestamp, null, null)");
            statement.execute(
                    "insert into image values ('sl-1', 'tl-1', 'REST', 1, 2, 1,"
                            + " current_timestamp)");
            statement.execute(
                    "insert into branch values ('br-1', 'p1', 'main', null, null, null, null, true,"
                            + " false, 'READY', 'console', 20000, 'ep-1', true, 'tl-1',"
                            + " current_timestamp, current_timestamp, current_timestamp, null,"
                            + " null)");
            statement.execute(
                    "insert into role (project_id, name, password, created_at, updated_at)"
                            + " values ('p1', 'owner', 's3cret', current_timestamp,"
                            + " current_timestamp)");
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.rolesOf("br-1"))
                    .singleElement()
                    .extracting(Role::name, Role::password)
                    .containsExactly("owner", "s3cret");
            assertThat(catalog.project("p1").orElseThrow().historyMaxBytes())
                    .isEqualTo(10_000_000_000L);
            assertThat(catalog.images(new TimelineId("tl-1")))
                    .singleElement()
                    .extracting(Image::seal)
                    .isEqualTo(new SealId("sl-1"));
            catalog.commit(change -> change.put(Samples.project("p1", "shop")));
        }
    }

    @Test
    void showsASnapshotOfAnOlderVersionAndFreesItsNameWhenItIsDeleted() throws Exception {
        migrateTo("1.10__masking.sql");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into snapshot values ('snap-1', 'p1', 'kept', 'kept', 'br-1', 'main',"
                            + " 'tl-1', 1, current_timestamp, true, 'READY', null, 'tl-2', 1, 1,"
                            + " '{}', '[]', current_timestamp, current_timestamp, null)");
        }
        try (Catalog catalog = Catalog.open(home)) {
            Snapshot kept = catalog.snapshots().of("p1").getFirst();
            assertThat(kept.name()).isEqualTo("kept");
            UUID operation = UUID.randomUUID();
            catalog.commit(change -> change.snapshots().delete(kept.id(), operation, Samples.NOON));
            assertThat(catalog.snapshots().byId("snap-1")).isEmpty();
            DeletedSnapshot deleted = catalog.snapshots().deleted().getFirst();
            assertThat(deleted).isEqualTo(new DeletedSnapshot(kept, operation, Samples.NOON));
            catalog.commit(change -> change.snapshots().undelete(deleted));
            assertThat(catalog.snapshots().of("p1")).containsExactly(kept);
            assertThat(catalog.snapshots().deleted()).isEmpty();
        }
    }

    @Test
    void showsAProjectOfAnOlderVersionAndFreesItsNameWhenItIsDeleted() throws Exception {
        migrateTo("1.11__deleted_snapshots.sql");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into project (id, name, pg_major, role_name, history_retention_seconds,"
                            + " history_max_bytes, created_at, updated_at) values ('p1', 'shop', 18,"
                            + " 'owner', 1, 1, current_timestamp, current_timestamp)");
        }
        try (Catalog catalog = Catalog.open(home)) {
            Project shop = catalog.projects().getFirst();
            UUID operation = UUID.randomUUID();
            catalog.commit(change -> change.deleteProject("p1", operation, Samples.NOON));
            assertThat(catalog.projects()).isEmpty();
            assertThat(catalog.project("p1")).isEmpty();
            assertThat(catalog.deletedProjects())
                    .containsExactly(new DeletedProject(shop, operation, Samples.NOON));

            catalog.commit(change -> change.put(Samples.project("p2", "shop")));
            assertThatThrownBy(() -> catalog.commit(change -> change.undeleteProject(shop)))
                    .isInstanceOf(DuplicateNameException.class);
            catalog.commit(change -> change.removeProject("p2"));
            catalog.commit(change -> change.undeleteProject(shop));
            assertThat(catalog.projects()).containsExactly(shop);
            assertThat(catalog.deletedProjects()).isEmpty();
        }
    }

    @Test
    void keepsKeysRulesAndReportsOfMaskingOfAnOlderVersion() throws Exception {
        migrateTo("1.10__masking.sql");
        String secret = "ab".repeat(32);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into masking_key values ('p1', '%s', current_timestamp)"
                            .formatted(secret));
            for (int version = 1; version <= 2; version++) {
                statement.execute(
                        "insert into masking_rules values ('p1/shop/%1$d', 'p1', 'shop', %1$d, 'rules %1$d', current_timestamp)"
                                .formatted(version));
            }
            statement.execute(
                    "insert into timeline (id, project_id, pg_major, state, created_at) values"
                            + " ('tl-1', 'p1', 18, 'LIVE', current_timestamp)");
            statement.execute("insert into masking_report values ('tl-1', '[]')");
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.masking().key("p1").orElseThrow().secret()).isEqualTo(secret);
            assertThat(catalog.masking().rules("p1", "shop").orElseThrow().version()).isEqualTo(2);
            assertThat(catalog.masking().report(new TimelineId("tl-1"))).contains("[]");
        }
    }

    @Test
    void opensACatalogFromBeforeMaskingWithNoneOfIt() throws Exception {
        migrateTo("1.9__schema_source.sql");
        MaskingRuleSet rules = new MaskingRuleSet("p1", "shop", 1, "rules", Samples.NOON);
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.masking().rules("p1", "shop")).isEmpty();
            assertThat(catalog.masking().branch("br-1")).isEmpty();
            catalog.commit(change -> change.masking().put(rules));
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.masking().rules("p1", "shop")).contains(rules);
        }
    }

    @Test
    void keepsTheWordsPutToABranchInACatalogOfAnOlderVersion() throws Exception {
        migrateTo("1.14__keys_and_refreshes.sql");
        BranchAnnotation annotation =
                new BranchAnnotation("br-1", Map.of("pr", "x".repeat(10_000)), Samples.NOON);
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.annotations(List.of("br-1"))).isEmpty();
            catalog.commit(
                    change -> {
                        change.put(Samples.project("p1", "shop"));
                        change.put(Samples.branch("br-1", "p1", "main", 50_001));
                        change.put(annotation);
                    });
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.annotations(List.of("br-1"))).containsExactly(annotation);
        }
    }

    @Test
    void keepsUsageKeysAndNightsInACatalogOfAnOlderVersion() throws Exception {
        migrateTo("1.11__deleted_snapshots.sql");
        UsageHour hour = new UsageHour("p1", "br-1", Samples.NOON, true, 1, 2, 3, 4, 5, 6);
        ApiKeyDigest key = new ApiKeyDigest(2, "ci", "ab".repeat(32), Samples.NOON);
        NightlyRefresh night =
                new NightlyRefresh(
                        "br-1", "postgres://u:p@h/d", null, 3, Samples.NOON, null, "it slept");
        TimelineId timeline = new TimelineId("tl-1");
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.usage().hours()).isEmpty();
            catalog.commit(
                    change -> {
                        change.usage().put(hour);
                        change.usage().putMark(timeline, new Lsn(77));
                        change.put(key);
                        change.put(night);
                    });
        }
        try (Catalog catalog = Catalog.open(home)) {
            assertThat(catalog.usage().hours()).containsExactly(hour);
            assertThat(catalog.usage().marks()).containsExactly(Map.entry(timeline, new Lsn(77)));
            assertThat(catalog.apiKeys()).containsExactly(key);
            assertThat(catalog.nightlyRefreshes()).containsExactly(night);
            catalog.commit(
                    change -> {
                        change.usage().remove("br-1", hour.hour());
                        change.usage().removeMark(timeline);
                        change.removeApiKey(2);
                        change.removeNightlyRefresh("br-1");
                    });
            assertThat(catalog.usage().hours()).isEmpty();
            assertThat(catalog.usage().marks()).isEmpty();
            assertThat(catalog.apiKeys()).isEmpty();
            assertThat(catalog.nightlyRefreshes()).isEmpty();
        }
    }

    @Test
    void beginsAgainWhenItsFirstMakingWasInterrupted() throws Exception {
        Files.write(home.resolve("catalog-new.mv.db"), new byte[100]);
        fill();
        assertThat(home.resolve("catalog-new.mv.db")).doesNotExist();
    }

    @Test
    void opensInAFolderWithAnOddNameButOne() {
        Path odd = home.resolve("a b=c ü %20 '\"~");
        try (Catalog catalog = Catalog.open(odd)) {
            catalog.commit(change -> change.put(Samples.project("p1", "shop")));
            assertThat(odd.resolve("catalog.mv.db")).exists();
        }
        assertThatThrownBy(() -> Catalog.open(home.resolve("a;b")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("semicolon");
    }

    private void fill() {
        try (Catalog catalog = Catalog.open(home)) {
            catalog.commit(
                    change -> {
                        for (int i = 0; i < 200; i++) {
                            change.put(Samples.project("p" + i, "n" + i));
                        }
                    });
        }
    }

    /** The tables as the version left them whose last script this was. */
    private void migrateTo(String last) throws Exception {
        Path folder = Files.createDirectories(home.resolve("scripts"));
        for (String script : RELEASED.subList(0, RELEASED.indexOf(last) + 1)) {
            try (InputStream released =
                    Catalog.class.getResourceAsStream("/dbmigration/" + script)) {
                Files.copy(released, folder.resolve(script));
            }
        }
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + home.resolve("catalog"));
        source.setUser("cambium");
        source.setPassword("");
        MigrationConfig config = new MigrationConfig();
        config.setMigrationPath("filesystem:" + folder);
        config.setPlatform("h2");
        new MigrationRunner(config).run(source);
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:h2:" + home.resolve("catalog"), "cambium", "");
    }
}
