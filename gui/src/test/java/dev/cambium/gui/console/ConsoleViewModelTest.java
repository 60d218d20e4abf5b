package dev.cambium.gui.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.session.MemorySessions;
import dev.cambium.gui.sql.SqlScript;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ConsoleViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final MemorySessions sessions = new MemorySessions();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private ConsoleViewModel console;

    @BeforeEach
    void connect() {
        workspace.connect();
        console = new ConsoleViewModel(workspace, sessions, runner, new QueryHistory(null));
    }

    private void run(String sql, boolean agreed) {
        console.run(SqlScript.of(sql).statements(), agreed);
    }

    private void choose(String name) {
        workspace.select(
                workspace.branches().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    private List<String> said() {
        return console.messages().stream().map(ConsoleMessage::sentence).toList();
    }

    @Test
    void everyStatementOfAScriptAnswersInItsOwnSheet() {
        choose("dev/alice");
        run("select 1; insert into t values (1); select 2", false);
        assertThat(console.sheets())
                .extracting(ResultSheet::sql)
                .containsExactly("select 1", "select 2");
        assertThat(said()).contains("a notice").anyMatch(line -> line.startsWith("INSERT: 1 row"));
        assertThat(console.statusProperty().get()).startsWith("3 statements");
        assertThat(sessions.opened()).isEqualTo(1);
    }

    @Test
    void aScriptStopsAtItsFirstFaultWhichIsMarkedInTheWholeText() {
        choose("dev/alice");
        String sql = "select 1;\nselect * from nowhere; select 3";
        run(sql, false);
        Fault fault = console.faultProperty().get();
        assertThat(fault).isNotNull();
        assertThat(sql.substring(fault.start())).startsWith("nowhere");
        assertThat(sessions.ran()).doesNotContain("select 3");
        assertThat(console.stateProperty().get()).isEqualTo(ConsoleState.READY);
    }

    @Test
    void anAnswerSaysWhereItComesFromWhenTheConsoleHasGoneToAnotherBranch() {
        choose("dev/alice");
        run("select 1", false);
        choose("main");
        assertThat(console.sheets()).extracting(ResultSheet::where).containsExactly("dev/alice");
    }

    @Test
    void rowsComePageByPage() {
        choose("dev/alice");
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < ConsoleViewModel.PAGE + 5; i++) {
            rows.add(List.of(String.valueOf(i)));
        }
        sessions.answer("select many", rows);
        run("select many", false);
        ResultSheet sheet = console.sheets().getFirst();
        assertThat(sheet.rows()).hasSize(ConsoleViewModel.PAGE);
        assertThat(sheet.moreProperty().get()).isTrue();
        console.more(sheet);
        assertThat(sheet.rows()).hasSize(ConsoleViewModel.PAGE + 5);
        assertThat(sheet.moreProperty().get()).isFalse();
    }

    @Test
    void aProtectedBranchAsksBeforeItIsChangedAndRefusesWhatWasNotAgreedTo() {
        choose("main");
        assertThat(workspace.selectedProperty().get().isProtected()).isTrue();
        assertThat(console.asksFirst(SqlScript.of("delete from t").statements())).isTrue();
        assertThat(console.asksFirst(SqlScript.of("select 1").statements())).isFalse();
        run("delete from t", false);
        assertThat(said()).singleElement().asString().contains("read-only").contains("protected");
        run("delete from t", true);
        assertThat(said()).anyMatch(line -> line.startsWith("DELETE: 1 row"));
    }

    @Test
    void aMomentIsReadOnlyAndSaysWhatToDo() {
        choose("dev/alice");
        String id = workspace.selectedProperty().get().id();
        console.standpoint().go(new Place(id, "0/1000000", "before DROP"));
        run("delete from t", true);
        assertThat(said()).singleElement().asString().contains("Make a branch there");
    }

    @Test
    void theSessionIsClosedWhenNothingIsAskedForAWhile() {
        choose("dev/alice");
        run("select 1", false);
        assertThat(sessions.open()).isEqualTo(1);
        runner.letTimePass();
        assertThat(sessions.open()).isZero();
    }

    @Test
    void anOpenTransactionKeepsItsSession() {
        choose("dev/alice");
        run("begin", false);
        assertThat(console.inTransactionProperty().get()).isTrue();
        runner.letTimePass();
        assertThat(sessions.open()).isEqualTo(1);
        run("rollback", false);
        assertThat(console.inTransactionProperty().get()).isFalse();
        runner.letTimePass();
        assertThat(sessions.open()).isZero();
    }
}
