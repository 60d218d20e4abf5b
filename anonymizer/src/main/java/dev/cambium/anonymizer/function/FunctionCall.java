package dev.cambium.anonymizer.function;

import java.util.Map;
import java.util.TreeMap;

/**
 * A function with its arguments, as a rule names it.
 *
 * @param arguments by name; nested ones of {@code json} are paths
 */
public record FunctionCall(MaskFunction function, Map<String, String> arguments) {

    public FunctionCall {
        arguments = Map.copyOf(arguments);
        function.check(new Arguments(function, arguments));
    }

    public static FunctionCall of(MaskFunction function) {
        return new FunctionCall(function, Map.of());
    }

    public static FunctionCall of(MaskFunction function, String name, String value) {
        return new FunctionCall(function, Map.of(name, value));
    }

    /** For a {@link MaskContext}. */
    public Arguments checked() {
        return new Arguments(function, arguments);
    }

    /**
     * Whether a hash or token has so many characters that values stay unique; true of other
     * functions.
     *
     * @param room how many characters the column takes
     */
    public boolean isWideEnough(int room) {
        int needed =
                function == MaskFunction.HASH
                        ? PlainMasks.UNIQUE_HEX_MIN
                        : function == MaskFunction.TOKEN ? PlainMasks.UNIQUE_TOKEN_MIN : 0;
        int length = needed == 0 ? 0 : checked().whole("length", 32, 0, Integer.MAX_VALUE);
        return Math.min(length, room) >= needed;
    }

    /** For example {@code noise(ratio: 0.1)}. */
    @Override
    public String toString() {
        if (arguments.isEmpty()) {
            return function.key();
        }
        StringBuilder text = new StringBuilder(function.key()).append('(');
        String between = "";
        for (Map.Entry<String, String> argument : new TreeMap<>(arguments).entrySet()) {
            text.append(between).append(argument.getKey()).append(": ").append(argument.getValue());
            between = ", ";
        }
        return text.append(')').toString();
    }
}
