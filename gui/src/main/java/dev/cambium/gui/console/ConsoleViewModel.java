package dev.cambium.gui.console;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.session.CatalogReader;
import dev.cambium.gui.session.SqlAnswer;
import dev.cambium.gui.session.SqlSession;
import dev.cambium.gui.session.SqlSessions;
import dev.cambium.gui.session.SqlTarget;
import dev.cambium.gui.session.SqlTrouble;
import dev.cambium.gui.session.Standpoint;
import dev.cambium.gui.sql.Catalog;
import dev.cambium.gui.sql.SqlStatement;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Runs statements one after another on a branch or a moment, and holds what they answered. */
final class ConsoleViewModel {

    /** Rows read at first, and with each wish for more: some screens full. */
    static final int PAGE = 2_000;

    /** A sheet holds no more, for memory's sake; an export reads all. */
    static final int ROWS_MOST = 100_000;

    /** A script's further answers are only counted. */
    static final int SHEETS_MOST = 20;

    private final SqlSessions sessions;
    private final Standpoint standpoint;
    private final ConsoleSession session;
    private final TaskRunner tasks;
    private final QueryHistory history;

    private final ReadOnlyObjectWrapper<ConsoleState> state =
            new ReadOnlyObjectWrapper<>(ConsoleState.READY);
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Fault> fault = new ReadOnlyObjectWrapper<>(null);
    private final ObservableList<ResultSheet> sheets = FXCollections.observableArrayList();
    private final ObservableList<ConsoleMessage> messages = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable PlanNode> plan =
            new ReadOnlyObjectWrapper<>(null);
    private Catalog catalog = Catalog.EMPTY;
    private @Nullable SqlTarget catalogOf;

    ConsoleViewModel(
            Workspace workspace, SqlSessions sessions, TaskRunner tasks, QueryHistory history) {
        this.sessions = sessions;
        this.tasks = tasks;
        this.history = history;
        session = new ConsoleSession(sessions, tasks);
        standpoint =
                new Standpoint(
                        workspace,
                        () -> state.get() == ConsoleState.READY && !inTransactionProperty().get());
    }

    /** Where statements go to. */
    Standpoint standpoint() {
        return standpoint;
    }

    ReadOnlyObjectProperty<ConsoleState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** One line: what is going on, or how the last run ended. */
    ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Fault> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** Whether the user's own transaction is open, and with it the session. */
    ReadOnlyBooleanProperty inTransactionProperty() {
        return session.inTransactionProperty();
    }

    ObservableList<ResultSheet> sheets() {
        return sheets;
    }

    ObservableList<ConsoleMessage> messages() {
        return messages;
    }

    ReadOnlyObjectProperty<@Nullable PlanNode> planProperty() {
        return plan.getReadOnlyProperty();
    }

    QueryHistory history() {
        return history;
    }

    Catalog catalog() {
        return catalog;
    }

    /** Whether a run needs to be agreed to: it is written to change a protected branch. */
    boolean asksFirst(List<SqlStatement> statements) {
        return standsOnProtected() && statements.stream().anyMatch(SqlStatement::writes);
    }

    private boolean standsOnProtected() {
        Branch now = standpoint.branchProperty().get();
        return now != null && now.isProtected() && standpoint.placeProperty().get() == null;
    }

    private Optional<SqlTarget> target() {
        return Optional.ofNullable(standpoint.target(standsOnProtected()));
    }

    /**
     * Runs statements in their order until one fails.
     *
     * @param agreed whether a protected branch may be changed by them
     */
    void run(List<SqlStatement> statements, boolean agreed) {
        Optional<SqlTarget> target = target();
        if (state.get() != ConsoleState.READY || statements.isEmpty() || target.isEmpty()) {
            return;
        }
        begin();
        sheets.clear();
        messages.clear();
        plan.set(null);
        next(new Run(target.get(), statements, agreed, Instant.now()), 0);
    }

    private void begin() {
        state.set(ConsoleState.RUNNING);
        status.set(Text.get(session.open() ? "console.running" : "console.connecting"));
        fault.set(null);
    }

    private record Run(
            SqlTarget target, List<SqlStatement> statements, boolean agreed, Instant began) {}

    private void next(Run run, int index) {
        SqlStatement statement = run.statements().get(index);
        remember(statement);
        long started = System.nanoTime();
        session.ask(
                run.target(),
                open -> open.run(statement.text(), run.agreed(), PAGE),
                answer -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - started);
                    answered(statement, answer, took);
                    boolean stop = state.get() == ConsoleState.CANCELLING;
                    if (!stop && index + 1 < run.statements().size()) {
                        next(run, index + 1);
                        return;
                    }
                    end(summary(index + 1, run.began()));
                    if (statement.definesSchema()) {
                        catalogOf = null;
                    }
                },
                trouble -> {
                    failed(statement, trouble);
                    end(
                            trouble.cancelled()
                                    ? Text.get("console.cancelled")
                                    : Text.get(
                                            "console.failed", index + 1, run.statements().size()));
                });
    }

    private void remember(SqlStatement statement) {
        QueryHistory.Entry entry = new QueryHistory.Entry(Instant.now(), where(), statement.text());
        BackgroundTask.of(
                        () -> {
                            history.add(entry);
                            return true;
                        })
                .onFailure(failure -> status.set(Failures.sentence(failure)))
                .runWith(tasks);
    }

    private String where() {
        Branch now = standpoint.branchProperty().get();
        Place moment = standpoint.placeProperty().get();
        String name = now == null ? "" : now.name();
        return moment == null ? name : name + " @ " + moment.words();
    }

    private String summary(int done, Instant began) {
        String took = Figures.duration(Duration.between(began, Instant.now()));
        if (done == 1 && sheets.size() == 1) {
            ResultSheet sheet = sheets.getFirst();
            String key = sheet.moreProperty().get() ? "console.rows.first" : "console.rows";
            return Text.get(key, sheet.rows().size(), took);
        }
        return Text.get("console.done", done, took);
    }

    private void answered(SqlStatement statement, SqlAnswer answer, Duration took) {
        answer.messages()
                .forEach(
                        each -> messages.add(new ConsoleMessage(ConsoleMessage.Kind.NOTICE, each)));
        String verb = statement.verb().toUpperCase(Locale.ROOT);
        String time = Figures.duration(took);
        String sentence =
                switch (answer) {
                    case SqlAnswer.Rows rows ->
                            Text.get(
                                    rows.more() ? "console.said.more" : "console.said.rows",
                                    verb,
                                    rows.rows().size(),
                                    time);
                    case SqlAnswer.Done done when done.count() >= 0 ->
                            Text.get("console.said.rows", verb, done.count(), time);
                    case SqlAnswer.Done done -> Text.get("console.said.done", verb, time);
                };
        messages.add(new ConsoleMessage(ConsoleMessage.Kind.DONE, sentence));
        if (answer instanceof SqlAnswer.Rows rows && sheets.size() < SHEETS_MOST) {
            // A cursor ends with the next statement: earlier answers have what was read of them.
            sheets.forEach(each -> each.moreProperty().set(false));
            sheets.add(
                    new ResultSheet(
                            statement.text(), where(), rows.columns(), rows.rows(), rows.more()));
        }
    }

    private void failed(SqlStatement statement, SqlTrouble trouble) {
        String sentence = trouble.message();
        if (!trouble.detail().isEmpty()) {
            sentence += "\n" + trouble.detail();
        }
        if (trouble.refusedWrite() && standpoint.placeProperty().get() != null) {
            sentence += "\n" + Text.get("console.past-is-read-only");
        } else if (trouble.refusedWrite() && standsOnProtected()) {
            sentence += "\n" + Text.get("console.protected-refused");
        }
        messages.add(new ConsoleMessage(ConsoleMessage.Kind.FAILED, sentence));
        if (trouble.position() > 0) {
            int start = statement.start() + Math.min(trouble.position(), statement.text().length());
            fault.set(new Fault(start - 1, start, trouble.message()));
        }
    }

    /** Reads further rows of the last answer, if its session is still there. */
    void more(ResultSheet sheet) {
        Optional<SqlTarget> target = target();
        boolean full = sheet.rows().size() >= ROWS_MOST;
        if (state.get() != ConsoleState.READY || target.isEmpty() || full) {
            return;
        }
        if (!session.open()) {
            sheet.moreProperty().set(false);
            status.set(Text.get("console.more.gone"));
            return;
        }
        begin();
        session.ask(
                target.get(),
                open -> open.more(PAGE),
                rows -> {
                    sheet.rows().addAll(rows);
                    boolean again = rows.size() == PAGE && sheet.rows().size() < ROWS_MOST;
                    sheet.moreProperty().set(again);
                    end(
                            Text.get(
                                    rows.size() == PAGE ? "console.read.more" : "console.read.all",
                                    sheet.rows().size()));
                },
                trouble -> {
                    messages.add(new ConsoleMessage(ConsoleMessage.Kind.FAILED, trouble.message()));
                    end(trouble.message());
                });
    }

    /**
     * Asks the server how it would do a statement.
     *
     * @param measured runs it to see how long each part takes, and takes back what it changed
     */
    void explain(SqlStatement statement, boolean measured) {
        Optional<SqlTarget> target = target();
        if (state.get() != ConsoleState.READY || target.isEmpty()) {
            return;
        }
        begin();
        messages.clear();
        session.ask(
                target.get(),
                open -> Explain.of(open, statement.text(), measured),
                found -> {
                    plan.set(found);
                    end(Text.get(measured ? "console.measured" : "console.explained"));
                },
                trouble -> {
                    int ahead = Explain.prefix(measured).length();
                    int position = trouble.position() > ahead ? trouble.position() - ahead : 0;
                    failed(
                            statement,
                            new SqlTrouble(
                                    trouble.message(),
                                    trouble.sqlState(),
                                    position,
                                    trouble.detail()));
                    end(Text.get("console.failed", 1, 1));
                });
    }

    void cancel() {
        if (state.get() == ConsoleState.RUNNING) {
            state.set(ConsoleState.CANCELLING);
            status.set(Text.get("console.cancelling"));
            session.cancel(status::set);
        }
    }

    /** Runs a sheet's statement once more, in a session of its own, into a file. */
    void export(ResultSheet sheet, Path file) {
        Optional<SqlTarget> target = target();
        if (target.isEmpty()) {
            return;
        }
        status.set(Text.get("console.exporting", file.getFileName()));
        BackgroundTask.of(
                        () -> {
                            try (SqlSession own = sessions.open(target.get())) {
                                return ResultFile.write(own, sheet.sql(), file);
                            }
                        })
                .onSuccess(rows -> status.set(Text.get("console.exported", rows, file)))
                .onFailure(
                        failure ->
                                status.set(
                                        Text.get(
                                                "console.export.failed",
                                                file,
                                                Objects.toString(failure.getMessage(), ""))))
                .runWith(tasks);
    }

    /** Reads the names for completion, unless they are known. */
    void readCatalog() {
        Optional<SqlTarget> target = target();
        if (target.isEmpty()
                || target.get().equals(catalogOf)
                || state.get() != ConsoleState.READY
                || inTransactionProperty().get()
                || sheets.stream().anyMatch(each -> each.moreProperty().get())) {
            return;
        }
        catalogOf = target.get();
        session.ask(
                target.get(),
                CatalogReader::read,
                read -> {
                    catalog = read;
                    closeWhenIdle();
                },
                // Whoever runs a statement hears why the branch does not answer.
                trouble -> catalogOf = null);
    }

    private void end(String sentence) {
        state.set(ConsoleState.READY);
        status.set(sentence);
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        session.closeWhenIdle(() -> state.get() == ConsoleState.READY, status::set);
    }

    /** Ends the session; what was not read of an answer cannot be read any more. */
    void close() {
        session.close(status::set);
    }
}
