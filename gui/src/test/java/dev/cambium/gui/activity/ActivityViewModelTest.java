package dev.cambium.gui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ActivityViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final List<String> copied = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private ActivityViewModel activity;

    @BeforeEach
    void connect() {
        workspace.connect();
        activity = new ActivityViewModel(workspace, copied::add, notices::add);
    }

    private OperationRow row(String id) {
        return activity.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theNewestOperationComesFirst() {
        assertThat(activity.rows()).extracting(OperationRow::id).startsWith("op-c");
        assertThat(activity.runningProperty().get()).isEqualTo(1);
        assertThat(activity.summaryProperty().get()).isEqualTo("4 operations, 1 running, 1 failed");
    }

    @Test
    void anOperationIsToldInWords() {
        OperationRow failed = row("op-b");
        assertThat(failed.action()).isEqualTo("Start compute");
        assertThat(failed.branchName()).isEqualTo("qa/metrics");
        assertThat(failed.status()).isEqualTo(OperationRow.Status.FAILED);
        assertThat(failed.error()).startsWith("Postgres did not start");
        activity.copyError(failed);
        assertThat(copied).containsExactly(failed.error());
    }

    @Test
    void progressIsThatOfTheLastEvent() {
        assertThat(row("op-c").progress()).isNull();
        engine.tell("operation.progress", null, null, "op-c", "", 0.25);
        assertThat(row("op-c").progress()).isEqualTo(0.25);
    }

    @Test
    void whatRunsIsCancelledAndOtherThingsSayThatTheyGoOn() {
        String id = engine.running("import_data", engine.find("qa/metrics"), true);
        runner.letTimePass();
        engine.tell("operation.progress", null, null, id, "shop.sql: 3 statements", null);
        assertThat(row(id).cancellable()).isTrue();
        assertThat(row(id).phase()).isEqualTo("shop.sql: 3 statements");
        activity.cancel(row(id));
        runner.letTimePass();
        assertThat(row(id).status()).isEqualTo(OperationRow.Status.FAILED);
        assertThat(row(id).error()).isEqualTo("It was cancelled. Nothing was changed.");
        assertThat(row(id).cancellable()).isFalse();
        assertThat(notices).isEmpty();
        activity.cancel(row("op-c"));
        runner.letTimePass();
        assertThat(notices)
                .extracting(Notice::sentence)
                .containsExactly("This cannot be cancelled.");
    }

    @Test
    void aDeletedBranchKeepsItsName() {
        engine.branches().delete(workspace.projectProperty().get().id(), "qa/metrics");
        runner.letTimePass();
        assertThat(row("op-b").branchName()).isEqualTo("qa/metrics");
    }

    @Test
    void theListIsFilteredByWordsAndStatusAndTheSummaryStaysThatOfAll() {
        activity.onlyProperty().set(OperationRow.Status.FAILED);
        assertThat(activity.rows()).extracting(OperationRow::id).containsExactly("op-b");
        activity.wordsProperty().set(" QA/ ");
        assertThat(activity.rows()).hasSize(1);
        activity.wordsProperty().set("no such thing");
        assertThat(activity.rows()).isEmpty();
        assertThat(activity.empty()).isFalse();
        activity.onlyProperty().set(null);
        activity.wordsProperty().set("did not start");
        assertThat(activity.rows()).extracting(OperationRow::id).containsExactly("op-b");
        assertThat(activity.summaryProperty().get()).startsWith("4 operations");
    }
}
