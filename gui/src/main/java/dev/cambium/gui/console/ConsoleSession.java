package dev.cambium.gui.console;

import dev.cambium.gui.session.SessionKeeper;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSessions;
import dev.cambium.gui.session.SqlTarget;
import dev.cambium.gui.session.SqlTrouble;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.workspace.Failures;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The one session of the console: asked away from the screen, and closed when nobody used it for a
 * while, so that the branch can fall asleep. Used on the screen's thread.
 */
final class ConsoleSession {

    /** An idle session is closed after this, so that the branch can fall asleep in its time. */
    static final Duration IDLE = Duration.ofSeconds(20);

    private final SessionKeeper keeper;
    private final TaskRunner tasks;
    private final ReadOnlyBooleanWrapper inTransaction = new ReadOnlyBooleanWrapper(false);
    private int use;

    ConsoleSession(SqlSessions sessions, TaskRunner tasks) {
        keeper = new SessionKeeper(sessions);
        this.tasks = tasks;
    }

    /** Whether the user's own transaction is open, and with it the session. */
    ReadOnlyBooleanProperty inTransactionProperty() {
        return inTransaction.getReadOnlyProperty();
    }

    boolean open() {
        return keeper.open();
    }

    /** Asks in the session of a target, which is opened unless it is there. */
    <T> void ask(
            SqlTarget target,
            SessionKeeper.Work<T> work,
            Consumer<T> onAnswer,
            Consumer<SqlTrouble> onTrouble) {
        record Answered<T>(T answer, boolean inTransaction) {}
        use++;
        BackgroundTask.of(() -> new Answered<>(keeper.use(target, work), keeper.inTransaction()))
                .onSuccess(
                        answered -> {
                            inTransaction.set(answered.inTransaction());
                            onAnswer.accept(answered.answer());
                        })
                .onFailure(failure -> onTrouble.accept(trouble(failure)))
                .runWith(tasks);
    }

    private static SqlTrouble trouble(Exception failure) {
        return failure instanceof SqlException refused
                ? refused.trouble()
                : new SqlTrouble(Failures.sentence(failure), "", 0, "");
    }

    /** Stops what runs, without waiting for it. */
    void cancel(Consumer<String> onFailure) {
        away(keeper::cancel, onFailure);
    }

    /** Closes it unless it is used again within {@link #IDLE}, or a transaction is open. */
    void closeWhenIdle(BooleanSupplier idle, Consumer<String> onFailure) {
        int now = use;
        tasks.later(
                IDLE,
                () -> {
                    if (now == use && idle.getAsBoolean() && !inTransaction.get()) {
                        close(onFailure);
                    }
                });
    }

    /** Ends it; what was not read of an answer cannot be read any more. */
    void close(Consumer<String> onFailure) {
        away(
                () -> {
                    keeper.cancel();
                    keeper.close();
                },
                onFailure);
        inTransaction.set(false);
    }

    private void away(Runnable work, Consumer<String> onFailure) {
        BackgroundTask.of(
                        () -> {
                            work.run();
                            return true;
                        })
                .onFailure(failure -> onFailure.accept(Failures.sentence(failure)))
                .runWith(tasks);
    }
}
