package dev.cambium.anonymizer.rules;

import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.function.MaskFunction;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a function as people write it: one of ours, {@code email} or {@code noise(ratio: 0.1)}, as
 * {@link FunctionCall#toString} writes them, or one of {@link AnonFunctions}.
 */
public final class CallText {

    private static final Pattern OURS =
            Pattern.compile("(?s)\\s*(\\w+)\\s*(?:\\(\\s*([\\w$.\\[\\]*-]+\\s*:.*)\\))?\\s*");

    /** A comma behind which an argument begins; a value may hold other ones. */
    private static final Pattern BETWEEN =
            Pattern.compile(",\\s*(?=[\\w$.\\[\\]*-]+\\s*:(?:\\s|$))");

    private CallText() {}

    /**
     * Reads a call.
     *
     * @throws InvalidRuleException if it is neither
     */
    public static FunctionCall read(String text) {
        Matcher ours = OURS.matcher(text);
        boolean label = text.strip().toUpperCase(Locale.ROOT).startsWith("MASKED");
        if (label || !ours.matches()) {
            return AnonFunctions.read(text);
        }
        Map<String, String> arguments = new TreeMap<>();
        String inside = ours.group(2);
        if (inside != null) {
            for (String argument : BETWEEN.split(inside, -1)) {
                int colon = argument.indexOf(':');
                arguments.put(
                        argument.substring(0, colon).strip(),
                        argument.substring(colon + 1).strip());
            }
        }
        return new FunctionCall(
                MaskFunction.named(ours.group(1).toLowerCase(Locale.ROOT)), arguments);
    }
}
