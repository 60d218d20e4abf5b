package dev.cambium.gui.console;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.session.CatalogReader;
import dev.cambium.gui.session.SessionKeeper;
import dev.cambium.gui.session.SqlAnswer;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSession;
import dev.cambium.gui.session.SqlSessions;
import dev.cambium.gui.session.SqlTarget;
import dev.cambium.gui.session.SqlTrouble;
import dev.cambium.gui.sql.Catalog;
import dev.cambium.gui.sql.SqlStatement;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs statements one after another on a branch or a moment, and holds what they answered. */
final class ConsoleViewModel {

    /** Rows read at first, and with each wish for more: some screens full. */
    static final int PAGE = 2_000;

    /** A sheet holds no more, for memory's sake; an export reads all. */
    static final int ROWS_MOST = 100_000;

    /** A script's further answers are only counted. */
    static final int SHEETS_MOST = 20;

    /** An idle session is closed after this, so that the branch can fall asleep in its time. */
    static final Duration IDLE = Duration.ofSeconds(20);

    private final Workspace workspace;
    private final SqlSessions sessions;
    private final SessionKeeper keeper;
    private final TaskRunner tasks;
    private final QueryHistory history;

    private final ObjectProperty<@Nullable Branch> branch = new SimpleObjectProperty<>(null);
    private final ObjectProperty<@Nullable Place> place = new SimpleObjectProperty<>(null);
    private final ReadOnlyObjectWrapper<ConsoleState> state =
            new ReadOnlyObjectWrapper<>(ConsoleState.READY);
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Fault> fault = new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyBooleanWrapper inTransaction = new ReadOnlyBooleanWrapper(false);
    private final ObservableList<ResultSheet> sheets = FXCollections.observableArrayList();
    private final ObservableList<ConsoleMessage> messages = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable PlanNode> plan =
            new ReadOnlyObjectWrapper<>(null);
    private Catalog catalog = Catalog.EMPTY;
    private @Nullable SqlTarget catalogOf;
    private int use;

    ConsoleViewModel(
            Workspace workspace, SqlSessions sessions, TaskRunner tasks, QueryHistory history) {
        this.workspace = workspace;
        this.sessions = sessions;
        this.tasks = tasks;
        this.history = history;
        keeper = new SessionKeeper(sessions);
        workspace.selectedProperty().addListener((p, before, after) -> follow(after));
        workspace.branches().addListener((ListChangeListener<Branch>) change -> renew());
        follow(workspace.selectedProperty().get());
    }

    /** The branch that statements go to. */
    ReadOnlyObjectProperty<@Nullable Branch> branchProperty() {
        return branch;
    }

    /** The moment that statements go to; null or without a moment means the present. */
    ReadOnlyObjectProperty<@Nullable Place> placeProperty() {
        return place;
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
        return inTransaction.getReadOnlyProperty();
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

    /** Without one of its own the console stands on the branch that is chosen in the window. */
    private void follow(@Nullable Branch chosen) {
        if (state.get() == ConsoleState.READY && !inTransaction.get() && place.get() == null) {
            branch.set(chosen);
        }
    }

    private void renew() {
        Branch now = branch.get();
        if (now != null) {
            branch.set(workspace.branch(now.id()).orElse(workspace.selectedProperty().get()));
        }
    }

    void go(Branch chosen) {
        place.set(null);
        branch.set(chosen);
        workspace.select(chosen.id());
    }

    void go(Place wanted) {
        workspace.branch(wanted.branchId()).ifPresent(branch::set);
        place.set(wanted.at() == null ? null : wanted);
    }

    /** Whether a run needs to be agreed to: it is written to change a protected branch. */
    boolean asksFirst(List<SqlStatement> statements) {
        Branch now = branch.get();
        return now != null
                && now.isProtected()
                && place.get() == null
                && statements.stream().anyMatch(SqlStatement::writes);
    }

    private Optional<SqlTarget> target() {
        Branch now = branch.get();
        Place moment = place.get();
        return now == null
                ? Optional.empty()
                : Optional.of(
                        new SqlTarget(
                                now.projectId(),
                                now.id(),
                                moment == null ? null : moment.at(),
                                null,
                                now.isProtected() && moment == null));
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
        use++;
        state.set(ConsoleState.RUNNING);
        status.set(Text.get(keeper.open() ? "console.running" : "console.connecting"));
        fault.set(null);
    }

    private record Run(
            SqlTarget target, List<SqlStatement> statements, boolean agreed, Instant began) {}

    private void next(Run run, int index) {
        SqlStatement statement = run.statements().get(index);
        QueryHistory.Entry entry = new QueryHistory.Entry(Instant.now(), where(), statement.text());
        inBackground(() -> history.add(entry));
        long started = System.nanoTime();
        ask(
                run.target(),
                session -> session.run(statement.text(), run.agreed(), PAGE),
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

    private String where() {
        Branch now = branch.get();
        Place moment = place.get();
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
            sheets.add(new ResultSheet(statement.text(), rows.columns(), rows.rows(), rows.more()));
        }
    }

    private void failed(SqlStatement statement, SqlTrouble trouble) {
        String sentence = trouble.message();
        if (!trouble.detail().isEmpty()) {
            sentence += "\n" + trouble.detail();
        }
        Branch now = branch.get();
        if (trouble.refusedWrite() && place.get() != null) {
            sentence += "\n" + Text.get("console.past-is-read-only");
        } else if (trouble.refusedWrite() && now != null && now.isProtected()) {
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
        if (!keeper.open()) {
            sheet.moreProperty().set(false);
            status.set(Text.get("console.more.gone"));
            return;
        }
        begin();
        ask(
                target.get(),
                session -> session.more(PAGE),
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
        ask(
                target.get(),
                session -> Explain.of(session, statement.text(), measured),
                found -> {
                    plan.set(found);
                    end(Text.get("console.explained"));
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
            inBackground(keeper::cancel);
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
                            try (SqlSession session = sessions.open(target.get())) {
                                return ResultFile.write(session, sheet.sql(), file);
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
                || inTransaction.get()
                || sheets.stream().anyMatch(each -> each.moreProperty().get())) {
            return;
        }
        catalogOf = target.get();
        use++;
        BackgroundTask.of(() -> keeper.use(target.get(), CatalogReader::read))
                .onSuccess(
                        read -> {
                            catalog = read;
                            closeWhenIdle();
                        })
                // Whoever runs a statement hears why the branch does not answer.
                .onFailure(failure -> catalogOf = null)
                .runWith(tasks);
    }

    private void end(String sentence) {
        state.set(ConsoleState.READY);
        status.set(sentence);
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        int now = use;
        workspace.later(
                IDLE,
                () -> {
                    if (now == use && state.get() == ConsoleState.READY && !inTransaction.get()) {
                        close();
                    }
                });
    }

    /** Ends the session; what was not read of an answer cannot be read any more. */
    void close() {
        inBackground(
                () -> {
                    keeper.cancel();
                    keeper.close();
                });
        inTransaction.set(false);
    }

    private void inBackground(Runnable work) {
        BackgroundTask.of(
                        () -> {
                            work.run();
                            return true;
                        })
                .onFailure(failure -> status.set(Failures.sentence(failure)))
                .runWith(tasks);
    }

    private <T> void ask(
            SqlTarget target,
            SessionKeeper.Work<T> work,
            Consumer<T> onAnswer,
            Consumer<SqlTrouble> onTrouble) {
        record Answered<T>(T answer, boolean inTransaction) {}
        BackgroundTask.of(() -> new Answered<>(keeper.use(target, work), keeper.inTransaction()))
                .onSuccess(
                        answered -> {
                            inTransaction.set(answered.inTransaction());
                            onAnswer.accept(answered.answer());
                        })
                .onFailure(
                        failure ->
                                onTrouble.accept(
                                        failure instanceof SqlException refused
                                                ? refused.trouble()
                                                : new SqlTrouble(
                                                        Failures.sentence(failure), "", 0, "")))
                .runWith(tasks);
    }
}
