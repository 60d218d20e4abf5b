package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.mask.KeyedHash;
import dev.cambium.anonymizer.mask.Token;
import dev.cambium.anonymizer.words.WordLists;

import java.util.List;

/** Masks that hide a value: nothing, a constant, stars, a hash, filler. */
final class PlainMasks {

    /** Below it a token or hash is not wide enough for a unique column: 75 bits. */
    static final int UNIQUE_TOKEN_MIN = 15;

    static final int UNIQUE_HEX_MIN = 18;

    private PlainMasks() {}

    static Mask keep(MaskContext context) {
        return (value, row) -> value;
    }

    static Mask empty(MaskContext context) {
        return (value, row) -> null;
    }

    static Mask constant(MaskContext context) {
        String constant = context.arguments().text("value");
        if (constant.length() > context.lengthMax()) {
            throw new InvalidRuleException(
                    "The constant has %d characters, and %s takes %d."
                            .formatted(
                                    constant.length(), context.type().sql(), context.lengthMax()));
        }
        return (value, row) -> constant;
    }

    /** Letters and digits become stars; blanks and punctuation stay. */
    static Mask redact(MaskContext context) {
        String pad = context.arguments().text("with", "*");
        return (value, row) -> {
            StringBuilder redacted = new StringBuilder(value.length());
            value.codePoints()
                    .forEach(
                            c -> {
                                if (Character.isLetterOrDigit(c)) {
                                    redacted.append(pad);
                                } else {
                                    redacted.appendCodePoint(c);
                                }
                            });
            return context.fitted(redacted.toString());
        };
    }

    /** As {@code anon.partial(value, prefix, pad, suffix)}; what is too short is padding alone. */
    static Mask partial(MaskContext context) {
        int prefix = context.arguments().whole("prefix", 1, 0, 1_000);
        int suffix = context.arguments().whole("suffix", 0, 0, 1_000);
        String pad = context.arguments().text("pad", "***");
        return (value, row) -> {
            if (value.length() <= prefix + suffix) {
                return context.fitted(pad);
            }
            return context.fitted(
                    value.substring(0, prefix) + pad + value.substring(value.length() - suffix));
        };
    }

    /** As {@code anon.partial_email}: {@code da******@gm******.com}. */
    static Mask partialEmail(MaskContext context) {
        return (value, row) -> {
            int at = value.lastIndexOf('@');
            int dot = value.lastIndexOf('.');
            if (at < 1 || dot < at) {
                return context.fitted("******");
            }
            return context.fitted(
                    value.substring(0, Math.min(2, at))
                            + "******@"
                            + value.substring(at + 1, Math.min(at + 3, dot))
                            + "******"
                            + value.substring(dot));
        };
    }

    static Mask hash(MaskContext context) {
        int length = Math.min(context.arguments().whole("length", 32, 8, 128), context.lengthMax());
        KeyedHash hash = context.hash("hash");
        return (value, row) -> Token.hex(hash, context.folded(value), length);
    }

    static Mask token(MaskContext context) {
        int length = Math.min(context.arguments().whole("length", 32, 4, 256), context.lengthMax());
        KeyedHash hash = context.hash("token");
        return (value, row) -> Token.of(hash, context.folded(value), length);
    }

    /** Latin filler of about the same length: whole words, cut at the end. */
    static Mask lorem(MaskContext context) {
        KeyedHash hash = context.hash("lorem");
        List<String> words = WordLists.LOREM;
        return (value, row) -> {
            int length = Math.min(value.length(), context.lengthMax());
            StringBuilder filler = new StringBuilder(length + 16);
            long bits = hash.of(value);
            while (filler.length() < length) {
                bits = bits * 6364136223846793005L + 1442695040888963407L;
                String word = words.get((int) Long.remainderUnsigned(bits >>> 16, words.size()));
                filler.append(filler.isEmpty() ? "" : " ").append(word);
            }
            filler.setLength(length);
            return filler.toString();
        };
    }

    /** One of some values. */
    static Mask choice(MaskContext context) {
        List<String> values = context.arguments().list("values");
        KeyedHash hash = context.hash("choice");
        return (value, row) ->
                values.get((int) Long.remainderUnsigned(hash.of(value), values.size()));
    }

    /** One of the labels of the type. */
    static Mask enumLabel(MaskContext context) {
        List<String> labels = context.type().labels();
        KeyedHash hash = context.hash("enum");
        return (value, row) ->
                labels.get((int) Long.remainderUnsigned(hash.of(value), labels.size()));
    }
}
