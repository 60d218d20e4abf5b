package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class CatalogCommitTest extends OnCatalog {

    private static final TimelineId FIRST = new TimelineId("tl-000000000001");

    @Test
    void undoesAllWhenTheActionFails() {
        withBranch();
        IllegalStateException stop = new IllegalStateException("stop");
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        change -> {
                                            change.appendTenure("br-a-b-1", FIRST, Samples.NOON);
                                            change.removeBranch("br-a-b-1");
                                            throw stop;
                                        }))
                .isSameAs(stop);
        assertThat(catalog.branch("br-a-b-1")).isPresent();
        assertThat(catalog.tenures("br-a-b-1")).isEmpty();
    }

    @Test
    void readsInsideACommitSeeItAndOthersDoNot() throws Exception {
        try (var elsewhere = Executors.newSingleThreadExecutor()) {
            catalog.commit(
                    change -> {
                        change.put(Samples.project("p1", "shop"));
                        assertThat(catalog.project("p1")).isPresent();
                        change.removeProject("p1");
                        assertThat(catalog.project("p1")).isEmpty();
                        change.put(Samples.project("p1", "shop"));
                        Future<Boolean> other =
                                elsewhere.submit(() -> catalog.project("p1").isPresent());
                        try {
                            assertThat(other.get()).isFalse();
                        } catch (InterruptedException | ExecutionException e) {
                            throw new AssertionError(e);
                        }
                    });
        }
        assertThat(catalog.project("p1")).isPresent();
    }

    @Test
    void commitsOfManyThreadsAllHappen() throws Exception {
        withBranch();
        List<Future<?>> done = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                int port = 51_000 + i;
                done.add(
                        threads.submit(
                                () ->
                                        catalog.commit(
                                                change ->
                                                        change.put(
                                                                Samples.branch(
                                                                        "br-x-y-" + port,
                                                                        "p1",
                                                                        "b" + port,
                                                                        port)))));
            }
        }
        for (Future<?> future : done) {
            future.get();
        }
        assertThat(catalog.branches("p1")).hasSize(41);
    }

    @Test
    void anInterruptedThreadLeavesTheCatalogWhole() throws Exception {
        for (int i = 0; i < 20; i++) {
            int round = i;
            Thread thread =
                    new Thread(
                            () -> {
                                Thread.currentThread().interrupt();
                                try {
                                    catalog.commit(
                                            change ->
                                                    change.put(
                                                            Samples.project(
                                                                    "p" + round, "n" + round)));
                                } catch (CatalogException refused) {
                                    assertThat(refused).hasMessageContaining("catalog");
                                }
                            });
            thread.start();
            thread.join();
        }
        catalog.commit(change -> change.put(Samples.project("after", "after")));
        assertThat(catalog.project("after")).isPresent();
    }

    @Test
    void refusesACommitInsideACommitAndAChangeKeptForLater() {
        assertThatThrownBy(() -> catalog.commit(change -> catalog.commit(inner -> {})))
                .isInstanceOf(IllegalStateException.class);
        Change kept = catalog.commitAndGet(change -> change);
        assertThatThrownBy(() -> kept.put(Samples.project("p1", "shop")))
                .isInstanceOf(IllegalStateException.class);
    }

    private void withBranch() {
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("br-a-b-1", "p1", "main", 50_001));
                });
    }
}
