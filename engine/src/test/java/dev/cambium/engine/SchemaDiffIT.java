package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.api.SchemaComparison.Change;
import dev.cambium.engine.api.SchemaComparison.DatabaseDiff;
import dev.cambium.engine.api.SchemaTable;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Schemas of branches as SQL, and how they differ, on a real engine and Postgres 18. */
class SchemaDiffIT {

    /** A bit of everything that people have in their schemas. */
    private static final String[] SHOP = {
        "create type mood as enum ('good', 'bad')",
        "create domain price as numeric(9,2) check (value >= 0)",
        "create table customer (id bigint generated always as identity primary key, mail text not null unique, mood mood default 'good')",
        "create table orders (id serial primary key, customer bigint not null references customer, total price, tax numeric generated always as (total * 0.19) stored, placed timestamptz not null default now()) ",
        "create index on orders (placed desc) where total > 100",
        "create table visit (day date not null, n int) partition by range (day)",
        "create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01')",
        "create view big_orders as select o.id, c.mail from orders o join customer c on c.id = o.customer where o.total > 100",
        "create materialized view sums as select customer, sum(total) as total from orders group by 1",
        "create function spent(c bigint) returns numeric language sql stable as $$ select sum(total) from orders where customer = c $$",
        "create function stamp() returns trigger language plpgsql as $$ begin new.placed := now(); return new; end $$",
        "create trigger stamped before update on orders for each row execute function stamp()",
        "alter table customer enable row level security",
        "create policy own on customer using (mail = current_user)",
        "comment on table orders is 'what was bought'",
        "create schema archive",
        "create table archive.old (like orders)"
    };

    @TempDir private static Path folder;

    private static ApiFixture engine;

    @BeforeAll
    static void makeAShop() throws Exception {
        engine = new ApiFixture(folder.resolve("home"));
        engine.execute("main", SHOP);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void theMigrationTurnsTheBaseIntoTheOther() throws Exception {
        engine.branch("before", "main");
        engine.branch("after", "before");
        assertThat(diff("before", "after").diff()).isEmpty();
        engine.execute(
                "after",
                "alter table customer add column nick text default 'x'",
                "drop view big_orders",
                "create table note (id int generated always as identity primary key, v int generated always as (1) virtual, who bigint references customer)",
                "create unique index on note (who)",
                "alter table orders alter column placed drop not null",
                "create or replace function spent(c bigint) returns numeric language sql stable as $$ select 2 * sum(total) from orders where customer = c $$");

        DatabaseDiff diff = diff("before", "after");

        assertThat(diff.diff())
                .startsWith("--- a/shop\n+++ b/shop\n@@ ")
                .contains("\n+CREATE TABLE public.note (", "\n-CREATE VIEW public.big_orders AS")
                .contains("\n+\tnick text DEFAULT 'x'::text");
        assertThat(diff.changes())
                .extracting(Change::kind, Change::type, Change::name)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("added", "TABLE", "public.note"),
                        org.assertj.core.groups.Tuple.tuple("removed", "VIEW", "public.big_orders"),
                        org.assertj.core.groups.Tuple.tuple(
                                "changed", "FUNCTION", "public.spent(bigint)"));
        assertThat(diff.notes()).isEmpty();

        engine.execute("before", diff.migration());
        DatabaseDiff again = diff("before", "after");
        assertThat(again.diff()).isEmpty();
        assertThat(again.changes()).isEmpty();
        assertThat(again.migration()).isEmpty();
    }

    @Test
    void whatIsWrittenMakesTheSameSchemaAgain() throws Exception {
        String sql = engine.client.schemas().sql(engine.project.id(), "main", "shop", null);
        engine.branch("copy", "main");
        engine.execute(
                "copy",
                "drop schema public cascade",
                "drop schema archive cascade",
                "create schema public authorization pg_database_owner",
                "grant usage on schema public to public",
                sql);
        assertThat(engine.client.schemas().sql(engine.project.id(), "copy", "shop", null))
                .isEqualTo(sql);
    }

    @Test
    void aSchemaThatWasReadBeforeIsToldAsItIsNow() throws Exception {
        engine.branch("read", "main");
        engine.execute("read", "create table one (id int)");
        String before = sql("read");
        assertThat(sql("read")).isEqualTo(before);

        engine.execute("read", "comment on table one is 'said later'");
        assertThat(sql("read")).contains("said later");
        engine.execute("read", "set synchronous_commit = off", "create table two (id int)");
        assertThat(sql("read")).contains("public.two");

        try (Connection writing = engine.connect("read")) {
            writing.setAutoCommit(false);
            EndpointsFixture.execute(writing, "create table three (id int)");
            assertThat(sql("read")).contains("public.two").doesNotContain("public.three");
            engine.execute("read", "create table four (id int)");
            assertThat(sql("read")).contains("public.four").doesNotContain("public.three");
            assertThat(sql("read")).contains("public.four").doesNotContain("public.three");
            writing.commit();
        }
        assertThat(sql("read")).contains("public.three", "public.four");
        engine.client.life().reset(engine.project.id(), "read", null, false);
        assertThat(sql("read")).doesNotContain("public.one");
    }

    @Test
    void whatWasComparedBeforeIsComparedAlikeAgain() throws Exception {
        engine.branch("left", "main");
        engine.branch("right", "left");
        engine.execute(
                "right",
                "alter table customer add column nick text",
                "drop view big_orders",
                "create table note (who bigint references customer)");
        DatabaseDiff first = diff("left", "right");
        assertThat(first.changes()).isNotEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(diff("left", "right")).isEqualTo(first);
        }
        assertThat(diff("right", "left").changes()).hasSameSizeAs(first.changes());
        assertThat(diff("right", "right").changes()).isEmpty();
        assertThat(diff("left", "right")).isEqualTo(first);
    }

    private static String sql(String branch) {
        return engine.client.schemas().sql(engine.project.id(), branch, "shop", null);
    }

    @Test
    void aMomentIsComparedWithThePresent() throws Exception {
        engine.branch("moving", "main");
        String then = engine.query("moving", "select pg_current_wal_insert_lsn()");
        engine.execute("moving", "create table later (id int)");
        SchemaComparison comparison =
                engine.client
                        .schemas()
                        .compare(
                                engine.project.id(),
                                new BranchMoment("moving", then),
                                BranchMoment.now("moving"),
                                null);
        assertThat(comparison.databases()).hasSize(1);
        assertThat(comparison.databases().getFirst().changes())
                .extracting(Change::name)
                .containsExactly("public.later");
        assertThat(comparison.base().lsn()).isNotEqualTo(comparison.other().lsn());
    }

    @Test
    void aDatabaseThatOneSideLacksIsComparedWithNothing() {
        engine.branch("two", "main");
        engine.client.databases().create(engine.project.id(), "two", "extra", null);
        SchemaComparison comparison =
                engine.client
                        .schemas()
                        .compare(
                                engine.project.id(),
                                BranchMoment.now("main"),
                                BranchMoment.now("two"),
                                null);
        assertThat(comparison.databases())
                .extracting(DatabaseDiff::database)
                .containsExactly("extra", "shop");
        assertThat(comparison.databases().getFirst().changes()).isEmpty();
        EngineException refused =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                engine.client
                                        .schemas()
                                        .sql(engine.project.id(), "main", "nowhere", null));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused).hasMessageContaining("nowhere");
    }

    @Test
    void aComparisonThatWaitsForALockEndsWhenItIsCancelled() throws Exception {
        engine.branch("locked", "main");
        try (Connection session = engine.connect("locked")) {
            session.setAutoCommit(false);
            try (Statement statement = session.createStatement()) {
                statement.execute("lock table pg_catalog.pg_policy in access exclusive mode");
                CompletableFuture<?> comparison =
                        CompletableFuture.runAsync(() -> compareWithMain("locked", "by-hand"));
                await(() -> waiting(statement) == 1);
                engine.client.schemas().cancelComparison("by-hand");
                assertThatThrownBy(() -> comparison.get(120, TimeUnit.SECONDS))
                        .hasMessageContaining("The comparison was cancelled.");
                await(() -> waiting(statement) == 0);
            }
            session.rollback();
        }
        EngineException ended =
                catchThrowableOfType(
                        EngineException.class,
                        () -> engine.client.schemas().cancelComparison("by-hand"));
        assertThat(ended.status()).isEqualTo(404);
        assertThat(compareWithMain("locked", "by-hand").databases().getFirst().changes()).isEmpty();
    }

    private static SchemaComparison compareWithMain(String branch, String id) {
        return engine.client
                .schemas()
                .compare(
                        engine.project.id(),
                        BranchMoment.now("main"),
                        BranchMoment.now(branch),
                        "shop",
                        id);
    }

    /** Sessions of the engine that wait for a lock. */
    private static int waiting(Statement statement) {
        try (ResultSet rows =
                statement.executeQuery(
                        "select count(*) from pg_locks where not granted and relation = 'pg_policy'::regclass")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Patience.await("it comes to that").until(condition::getAsBoolean);
    }

    @Test
    void tablesAreToldWithTheirColumns() {
        assertThat(engine.client.schemas().tables(engine.project.id(), "main", "shop", null))
                .filteredOn(table -> table.name().equals("customer"))
                .singleElement()
                .satisfies(
                        table ->
                                assertThat(table.columns())
                                        .containsExactly(
                                                new SchemaTable.Column("id", "bigint", false),
                                                new SchemaTable.Column("mail", "text", false),
                                                new SchemaTable.Column(
                                                        "mood", "public.mood", true)));
    }

    private static DatabaseDiff diff(String base, String other) {
        return engine.client
                .schemas()
                .compare(
                        engine.project.id(),
                        BranchMoment.now(base),
                        BranchMoment.now(other),
                        "shop")
                .databases()
                .getFirst();
    }
}
