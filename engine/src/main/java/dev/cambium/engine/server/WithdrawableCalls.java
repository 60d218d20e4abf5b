package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.OwnCall;
import dev.cambium.engine.branch.operation.CallersWork;

import io.javalin.http.Context;
import io.javalin.http.Handler;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Calls that their callers may take back, by an id that each gave his own. Whoever leaves cannot
 * know whether his call has come here yet, so an id that is withdrawn before is remembered. Any
 * thread.
 */
final class WithdrawableCalls {

    /** Ids of calls that will never come are few: whoever left had just sent his. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final int ID_CHARACTERS_MAX = 100;

    private final Map<String, CallersWork> underWay = new HashMap<>();
    private final Set<String> withdrawn = new LinkedHashSet<>();

    WithdrawableCalls(Routes routes) {
        routes.post("/cambium/calls/{c}/withdraw", this::withdraw);
    }

    /** A handler of calls that may carry an id. */
    Handler each(Handler handler) {
        return context -> {
            String id = context.header(OwnCall.HEADER);
            if (id == null) {
                handler.handle(context);
                return;
            }
            CallersWork work = begin(id);
            try {
                work.answer(
                        () -> {
                            handler.handle(context);
                            return id;
                        });
            } finally {
                end(id);
            }
        };
    }

    private void withdraw(Context context) throws IOException {
        withdraw(context.pathParam("c"));
        Reply.ok(context, Reply.envelope("withdrawn", true));
    }

    private void withdraw(String id) {
        checkLength(id);
        CallersWork work;
        synchronized (this) {
            work = underWay.get(id);
            if (work == null) {
                remember(id);
            }
        }
        if (work != null) {
            Answers.answer(
                    () -> {
                        work.withdraw();
                        return id;
                    });
        }
    }

    private void remember(String id) {
        withdrawn.add(id);
        if (withdrawn.size() > REMEMBERED_MAX) {
            Iterator<String> oldest = withdrawn.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private synchronized CallersWork begin(String id) {
        checkLength(id);
        if (withdrawn.remove(id)) {
            throw new EngineException(
                    409,
                    "CALL_WITHDRAWN",
                    "This call was taken back before it came. Nothing was changed.");
        }
        CallersWork work = new CallersWork();
        if (underWay.putIfAbsent(id, work) != null) {
            throw new EngineException(
                    409,
                    "CALL_EXISTS",
                    "A call '%s' is under way already. Give this one another id.".formatted(id));
        }
        return work;
    }

    private synchronized void end(String id) {
        underWay.remove(id);
    }

    private static void checkLength(String id) {
        if (id.length() > ID_CHARACTERS_MAX) {
            throw RequestBody.bad(
                    "The id of a call has at most %d characters.".formatted(ID_CHARACTERS_MAX));
        }
    }
}
