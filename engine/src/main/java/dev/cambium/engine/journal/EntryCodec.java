package dev.cambium.engine.journal;

import dev.cambium.engine.journal.JournalEntry.BranchEvent;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.journal.JournalEntry.ComputeEvent;
import dev.cambium.engine.journal.JournalEntry.ComputeEventKind;
import dev.cambium.engine.journal.JournalEntry.OperationOutcome;
import dev.cambium.engine.journal.JournalEntry.WalTick;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Entries as bytes, big-endian: version (1 byte), kind (1 byte), seconds (8) and nanoseconds (4) of
 * the moment, the fields of the kind, CRC-32C (4) of everything before it. A text is its length in
 * bytes (4) and UTF-8; a length of -1 is null. Kinds and enum names are never used again for
 * something else; a reader passes over a version or kind that it does not know.
 */
final class EntryCodec {

    private static final int VERSION = 1;

    private static final int WAL_TICK = 1;
    private static final int BRANCH_EVENT = 2;
    private static final int COMPUTE_EVENT = 3;
    private static final int OPERATION_OUTCOME = 4;

    private static final int CRC_BYTES = 4;

    /** Texts are for a line on screen; the whole of an error is in the catalog. */
    private static final int MAX_TEXT_CHARS = 4_000;

    private EntryCodec() {}

    static byte[] encode(JournalEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(kind(entry));
            Instant at = entry.at();
            out.writeLong(at.getEpochSecond());
            out.writeInt(at.getNano());
            write(out, entry.projectId());
            write(out, entry.branchId());
            writeFields(out, entry);
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** Whether the bytes are as they were written. */
    static boolean isWhole(byte[] bytes) {
        int length = bytes.length - CRC_BYTES;
        return length >= 2 && ByteBuffer.wrap(bytes).getInt(length) == crc(bytes, length);
    }

    /**
     * The entry, or null if a later version of Cambium wrote it in a way unknown to this one.
     *
     * @param bytes whole, see {@link #isWhole}
     */
    static @Nullable JournalEntry decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            return null;
        }
        int kind = in.get();
        try {
            Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
            String projectId = text(in);
            String branchId = nullableText(in);
            return switch (kind) {
                case WAL_TICK ->
                        new WalTick(
                                at,
                                projectId,
                                present(branchId),
                                new TimelineId(text(in)),
                                new Lsn(in.getLong()),
                                in.getLong());
                case BRANCH_EVENT ->
                        new BranchEvent(
                                at,
                                projectId,
                                present(branchId),
                                BranchEventKind.valueOf(text(in)),
                                text(in));
                case COMPUTE_EVENT ->
                        new ComputeEvent(
                                at,
                                projectId,
                                present(branchId),
                                ComputeEventKind.valueOf(text(in)),
                                text(in));
                case OPERATION_OUTCOME ->
                        new OperationOutcome(
                                at,
                                projectId,
                                branchId,
                                new UUID(in.getLong(), in.getLong()),
                                text(in),
                                nullableText(in));
                default -> null;
            };
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | DateTimeException
                | NullPointerException unknown) {
            // The checksum holds, so this is no damage: an enum name or field of a later version.
            return null;
        }
    }

    private static int kind(JournalEntry entry) {
        return switch (entry) {
            case WalTick _ -> WAL_TICK;
            case BranchEvent _ -> BRANCH_EVENT;
            case ComputeEvent _ -> COMPUTE_EVENT;
            case OperationOutcome _ -> OPERATION_OUTCOME;
        };
    }

    private static void writeFields(DataOutputStream out, JournalEntry entry) throws IOException {
        switch (entry) {
            case WalTick tick -> {
                write(out, tick.timeline().value());
                out.writeLong(tick.lsn().value());
                out.writeLong(tick.bytes());
            }
            case BranchEvent event -> {
                write(out, event.kind().name());
                write(out, event.detail());
            }
            case ComputeEvent event -> {
                write(out, event.kind().name());
                write(out, event.detail());
            }
            case OperationOutcome outcome -> {
                out.writeLong(outcome.operationId().getMostSignificantBits());
                out.writeLong(outcome.operationId().getLeastSignificantBits());
                write(out, outcome.action());
                write(out, outcome.error());
            }
        }
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = shortened(text).getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT_CHARS) {
            return text;
        }
        int end = MAX_TEXT_CHARS - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }

    private static String text(ByteBuffer in) {
        return present(nullableText(in));
    }

    private static @Nullable String nullableText(ByteBuffer in) {
        int length = in.getInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
