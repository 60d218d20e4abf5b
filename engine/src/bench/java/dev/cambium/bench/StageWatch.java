package dev.cambium.bench;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says what an anonymization does by the clock: looks at the thread that carries out the verb
 * twenty times a second, and counts in which stage it is. It finds that thread once: to look at all
 * of them each time took a twentieth of the machine.
 */
final class StageWatch {

    private static final long EVERY_MILLIS = 50;

    /** A class or a method that only this stage calls; the first that fits counts. */
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("MaskedLoad.run", "load");
        STAGES.put("Planning.plan", "find and plan");
        STAGES.put("MaskedContent.prepare", "show the source");
        STAGES.put("schemaonly.", "empty the copy");
        STAGES.put("Extraction.extract", "extract the schema");
        STAGES.put("EmptiedCopy.make", "start and stop the copy");
        STAGES.put("FirstStart.again", "start the target");
        STAGES.put("checkpoint", "checkpoint the target");
        STAGES.put("PrivateCompute", "stop the target");
        STAGES.put("History.rest", "seal");
        STAGES.put("OperationLog", "commit");
        STAGES.put("throwAway", "delete the copy");
        STAGES.put("MaskedContent.close", "end the source");
        STAGES.put("Moments.find", "find the moment");
        STAGES.put("LocalAnonymize", "the rest");
    }

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean ended;
    private @Nullable Thread carrier;

    StageWatch() {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    while (!ended) {
                                        look();
                                        try {
                                            Thread.sleep(EVERY_MILLIS);
                                        } catch (InterruptedException e) {
                                            return;
                                        }
                                    }
                                });
    }

    private void look() {
        Thread watched = carrier;
        if (watched == null) {
            carrier =
                    Thread.getAllStackTraces().entrySet().stream()
                            .filter(one -> carriesOutTheVerb(one.getValue()))
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(null);
            return;
        }
        StackTraceElement[] stack = watched.getStackTrace();
        if (carriesOutTheVerb(stack)) {
            String text = text(stack);
            STAGES.entrySet().stream()
                    .filter(stage -> text.contains(stage.getKey()))
                    .findFirst()
                    .ifPresent(stage -> counts.merge(stage.getValue(), 1, Integer::sum));
        }
    }

    private static boolean carriesOutTheVerb(StackTraceElement[] stack) {
        return text(stack).contains("LocalAnonymize");
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder all = new StringBuilder();
        for (StackTraceElement frame : stack) {
            all.append(frame.getClassName()).append('.').append(frame.getMethodName());
            all.append('\n');
        }
        return all.toString();
    }

    /** Milliseconds of each stage, about. */
    String told() throws InterruptedException {
        ended = true;
        thread.join();
        StringBuilder told = new StringBuilder();
        counts.forEach(
                (stage, count) ->
                        told.append(told.isEmpty() ? "" : ", ")
                                .append(stage)
                                .append(' ')
                                .append(count * EVERY_MILLIS));
        return told.toString();
    }
}
