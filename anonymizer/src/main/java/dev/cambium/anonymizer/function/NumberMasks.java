package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.mask.KeyedHash;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Masks for amounts and positions. NaN and infinity stay. */
final class NumberMasks {

    /** Of the random bits, as many as a double holds. */
    private static final int BITS = 53;

    private NumberMasks() {}

    /** Between -1 and 1. */
    private static double spread(long bits) {
        return (bits >>> (Long.SIZE - BITS)) / (double) (1L << BITS) * 2 - 1;
    }

    /**
     * Multiplies by something near 1. Keyed by the value: who asks twice gets the same answer, so
     * that the noise does not average away.
     */
    static Mask noise(MaskContext context) {
        BigDecimal ratio = context.arguments().number("ratio", "0.1");
        double by = ratio.doubleValue();
        if (by <= 0 || by > 1) {
            throw new InvalidRuleException(
                    "'ratio' of function noise lies above 0 and is at most 1, not " + ratio);
        }
        KeyedHash hash = context.hash("noise");
        return (value, row) ->
                changed(
                        value,
                        number -> {
                            double factor = 1 + by * spread(hash.of(value));
                            return number.multiply(BigDecimal.valueOf(factor))
                                    .setScale(number.scale(), RoundingMode.HALF_UP);
                        });
    }

    /** The lower end of the bucket it lies in. */
    static Mask bucket(MaskContext context) {
        BigDecimal step = context.arguments().number("step", "10");
        if (step.signum() <= 0) {
            throw new InvalidRuleException("'step' of function bucket is above 0, not " + step);
        }
        return (value, row) ->
                changed(
                        value,
                        number ->
                                number.divide(step, 0, RoundingMode.FLOOR)
                                        .multiply(step)
                                        .setScale(Math.max(0, number.scale()), RoundingMode.FLOOR));
    }

    /** A whole number between two, both included. */
    static Mask between(MaskContext context) {
        long from = context.arguments().number("from", "0").longValue();
        long to = context.arguments().number("to", "1000000").longValue();
        if (to < from || to - from < 0) {
            throw new InvalidRuleException(
                    "Function number_between needs 'from' at most 'to': %d is above %d."
                            .formatted(from, to));
        }
        KeyedHash hash = context.hash("number between");
        return (value, row) ->
                Long.toString(from + Long.remainderUnsigned(hash.of(value), to - from + 1));
    }

    /** Moves degrees by up to some tenths; two numbers in a text or a point both move. */
    static Mask geo(MaskContext context) {
        double by = context.arguments().number("degrees", "0.1").doubleValue();
        KeyedHash hash = context.hash("geo");
        return (value, row) -> {
            StringBuilder moved = new StringBuilder(value.length() + 4);
            int at = 0;
            while (at < value.length()) {
                int end = at;
                while (end < value.length() && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
                    end++;
                }
                if (end == at) {
                    moved.append(value.charAt(at++));
                    continue;
                }
                String part = value.substring(at, end);
                double degrees = by * spread(hash.of(at + ":" + value));
                String number =
                        changed(
                                part,
                                old ->
                                        old.add(BigDecimal.valueOf(degrees))
                                                .setScale(
                                                        Math.max(old.scale(), 4),
                                                        RoundingMode.HALF_UP));
                moved.append(number == null ? "0" : number);
                at = end;
            }
            return context.fitted(moved.toString());
        };
    }

    private interface NumberChange {
        BigDecimal of(BigDecimal number);
    }

    private static @Nullable String changed(String value, NumberChange change) {
        if (value.equals("NaN") || value.endsWith("Infinity")) {
            return value;
        }
        try {
            return change.of(new BigDecimal(value)).toPlainString();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
