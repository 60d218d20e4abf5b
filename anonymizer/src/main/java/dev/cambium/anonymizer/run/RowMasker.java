package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.Mask;
import dev.cambium.anonymizer.function.MaskContext;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.function.MaskedRow;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.TablePlan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Masks the rows of one table. Each thread has its own: not thread-safe.
 *
 * <p>Columns that are kept are copied byte by byte and never looked at. Where columns are shuffled,
 * rows wait until there are {@link #SHUFFLED_TOGETHER} or 16 MB of them.
 */
public final class RowMasker implements MaskedRow {

    /** Rows among which values are shuffled, unless they are long. */
    public static final int SHUFFLED_TOGETHER = 4_096;

    /** Long rows are shuffled among fewer: 16 MB wait at most, or two rows. */
    private static final long WAITING_BYTES_MAX = 16L << 20;

    /** An empty text is nobody's; all other functions leave it. */
    private static final Set<MaskFunction> REPLACES_EMPTY =
            EnumSet.of(MaskFunction.NULL, MaskFunction.CONSTANT, MaskFunction.TEMPLATE);

    /** What these mask are places and occupations. */
    private static final Set<MaskFunction> ORDINARY =
            EnumSet.of(
                    MaskFunction.CITY,
                    MaskFunction.STATE,
                    MaskFunction.COUNTRY,
                    MaskFunction.JOB,
                    MaskFunction.CHOICE,
                    MaskFunction.ENUM_LABEL);

    private static final Set<TypeFamily> ORDINARY_TYPES =
            EnumSet.of(
                    TypeFamily.DATE,
                    TypeFamily.TIMESTAMP,
                    TypeFamily.TIME,
                    TypeFamily.BOOLEAN,
                    TypeFamily.ENUM);

    private final TablePlan plan;
    private final boolean shuffles;
    private final Mask[] masks;
    private final boolean[] kept;
    private final boolean[] shuffled;
    private final boolean[] emptyStays;
    private final ColumnCounts[] counts;
    private final @Nullable SourceWatch[] watches;
    private final RowCodec row;
    private final @Nullable String[] sources;
    private final @Nullable String[] masked;
    private final boolean[] done;
    private final List<byte[]> waiting = new ArrayList<>();
    private final SplittableRandom order;
    private long waitingBytes;
    private long rows;

    /**
     * For the rows of one COPY, which may be a part of those that another COPY takes.
     *
     * @param part tells the parts of a table apart
     * @param watched how many values of each column are remembered at most
     * @param format of the rows that come and go
     */
    public RowMasker(
            TablePlan plan, MaskingSecret secret, long part, int watched, RowFormat format) {
        this.plan = plan;
        shuffles = plan.shuffles();
        int columns = plan.columns().size();
        masks = new Mask[columns];
        kept = new boolean[columns];
        shuffled = new boolean[columns];
        emptyStays = new boolean[columns];
        counts = new ColumnCounts[columns];
        watches = new @Nullable SourceWatch[columns];
        row =
                switch (format) {
                    case TEXT -> new TextRows(columns);
                    case BINARY -> new BinaryRows(plan.columns());
                };
        sources = new @Nullable String[columns];
        masked = new @Nullable String[columns];
        done = new boolean[columns];
        order = new SplittableRandom(secret.hash("shuffle").of(plan.table().id() + "/" + part));
        for (int i = 0; i < columns; i++) {
            ColumnPlan column = plan.columns().get(i);
            FunctionCall call = column.call();
            kept[i] = !column.isMasked();
            shuffled[i] = call.function() == MaskFunction.SHUFFLE;
            emptyStays[i] = !REPLACES_EMPTY.contains(call.function());
            counts[i] = new ColumnCounts();
            masks[i] =
                    call.function()
                            .make(
                                    new MaskContext(
                                            secret, plan.table(), column.type(), call.checked()));
            watches[i] =
                    kept[i] || shuffled[i]
                            ? null
                            : new SourceWatch(
                                    secret.hash("source watch"), isOrdinary(column), watched);
        }
    }

    /** Whether many people share the values: that they are found elsewhere says nothing. */
    private static boolean isOrdinary(ColumnPlan column) {
        return ORDINARY.contains(column.call().function())
                || ORDINARY_TYPES.contains(column.column().type().family());
    }

    /** Writes what stands in front of all rows of a COPY. */
    public void begin(CopyBuffer out) {
        row.begin(out);
    }

    /**
     * Masks a row and writes it into the buffer, or keeps it until there are more to shuffle.
     *
     * @param message what the server sent at once: a row, with what its format has around rows
     */
    public void mask(byte[] message, CopyBuffer out) {
        byte[] source = next(message);
        if (source == null) {
            return;
        }
        if (shuffles) {
            waiting.add(source);
            waitingBytes += source.length;
            boolean enough = waiting.size() > 1 && waitingBytes >= WAITING_BYTES_MAX;
            if (enough || waiting.size() == SHUFFLED_TOGETHER) {
                shuffle(out);
            }
            return;
        }
        row.take(source);
        write(out, null);
    }

    /** Takes a row of a table in which nothing is masked; it is not looked at. */
    public void copy(byte[] message, CopyBuffer out) {
        byte[] source = next(message);
        if (source != null) {
            out.raw(source, 0, source.length);
        }
    }

    private byte @Nullable [] next(byte[] message) {
        byte[] source = row.row(message);
        rows += source == null ? 0 : 1;
        return source;
    }

    /** Writes the rows that still wait; to be called once, after the last row. */
    public void finish(CopyBuffer out) {
        if (!waiting.isEmpty()) {
            shuffle(out);
        }
    }

    /** Writes what stands behind all rows of a COPY. */
    public void end(CopyBuffer out) {
        row.end(out);
    }

    /** Every row gets the values of another one; of a single row NULL or, if it must, its own. */
    private void shuffle(CopyBuffer out) {
        int count = waiting.size();
        byte[][][] fields = new byte[masks.length][][];
        for (int column = 0; column < masks.length; column++) {
            if (shuffled[column]) {
                fields[column] = new byte[count][];
                int[] from = cycle(count);
                for (int i = 0; i < count; i++) {
                    row.take(waiting.get(from[i]));
                    fields[column][i] = row.field(column);
                }
            }
        }
        byte[][] one = new byte[masks.length][];
        for (int i = 0; i < count; i++) {
            row.take(waiting.get(i));
            for (int column = 0; column < masks.length; column++) {
                if (shuffled[column]) {
                    one[column] = fields[column][i];
                }
            }
            write(out, one);
        }
        waiting.clear();
        waitingBytes = 0;
    }

    /** A permutation that is one cycle, so that nothing stays in its place (Sattolo, 1986). */
    private int[] cycle(int count) {
        int[] places = new int[count];
        Arrays.setAll(places, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int other = order.nextInt(i);
            int place = places[i];
            places[i] = places[other];
            places[other] = place;
        }
        return places;
    }

    private void write(CopyBuffer out, byte @Nullable [][] others) {
        Arrays.fill(done, false);
        row.beginRow(out);
        for (int column = 0; column < masks.length; column++) {
            if (kept[column]) {
                row.copy(out, column);
            } else if (shuffled[column] && others != null) {
                row.field(out, column, others[column]);
                counts[column].value(false);
            } else {
                row.value(out, column, counted(column));
            }
        }
        row.endRow(out);
    }

    /** What a masked column becomes, counted. */
    private @Nullable String counted(int column) {
        if (row.isNull(column)) {
            counts[column].nothing();
            return null;
        }
        String safe = masked(column);
        String source = sources[column];
        SourceWatch watch = watches[column];
        boolean same = source != null && source.equals(safe);
        if (watch != null && source != null && !same) {
            watch.take(source);
        }
        counts[column].value(same);
        return safe;
    }

    @Override
    public @Nullable String source(int column) {
        return row.value(column);
    }

    @Override
    public @Nullable String masked(int column) {
        if (kept[column]) {
            return row.value(column);
        }
        if (shuffled[column]) {
            return null; // whose value it will be is not told to other columns
        }
        if (!done[column]) {
            done[column] = true;
            masked[column] = null; // also for a column that reads itself, directly or not
            String source = row.value(column);
            sources[column] = source;
            if (source == null || (source.isEmpty() && emptyStays[column])) {
                masked[column] = source;
            } else {
                masked[column] = masks[column].of(source, this);
            }
        }
        return masked[column];
    }

    public TablePlan plan() {
        return plan;
    }

    /** Rows taken so far. */
    public long rows() {
        return rows;
    }

    /** Of each column of the plan. */
    public ColumnCounts[] counts() {
        return counts.clone();
    }

    /** Of each column of the plan; null where values stay. */
    public @Nullable SourceWatch[] watches() {
        return watches.clone();
    }
}
