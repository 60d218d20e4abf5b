package dev.cambium.engine.wal.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How entries are written. Each begins with its kind; kinds are never used again for something
 * else. A change of what follows raises the version of the file, and files of other versions are
 * made anew from WAL.
 */
final class EntryFormat {

    private static final int SLICE = 1;
    private static final int DDL = 2;
    private static final int BIG_WRITE = 3;
    private static final int CHECKPOINT = 4;
    private static final int NAMES = 5;

    private static final int KNOWN = 1;
    private static final int GONE = 2;
    private static final int DATABASE = 3;
    private static final int SCHEMA = 4;
    private static final int READ = 5;

    private EntryFormat() {}

    static void write(DigestEntry entry, ByteWriter out) {
        switch (entry) {
            case DigestEntry.Slice slice -> slice(slice, out);
            case DigestEntry.Ddl ddl -> ddl(ddl, out);
            case DigestEntry.BigWrite big -> {
                out.u8(BIG_WRITE);
                moment(big.start(), big.end(), big.micros(), out);
                out.signed(big.inserted());
                out.number(big.updated());
                out.number(big.deleted());
                rows(big.relations(), big.rows(), out);
            }
            case DigestEntry.Checkpoint checkpoint -> {
                out.u8(CHECKPOINT);
                moment(checkpoint.start(), checkpoint.end(), checkpoint.micros(), out);
                out.u8(checkpoint.shutdown() ? 1 : 0);
                out.number(checkpoint.redoLsn());
            }
            case DigestEntry.Names names -> {
                out.u8(NAMES);
                out.number(names.changes().size());
                names.changes().forEach(change -> change(change, out));
            }
        }
    }

    /** Whether the entry that begins here is a slice, with which a batch is complete. */
    static boolean isSlice(byte[] bytes, int at) {
        return bytes[at] == SLICE;
    }

    static DigestEntry read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case SLICE -> slice(in);
            case DDL -> ddl(in);
            case BIG_WRITE -> bigWrite(in);
            case CHECKPOINT -> checkpoint(in);
            case NAMES -> new DigestEntry.Names(list(in, () -> change(in)));
            default -> throw new IndexOutOfBoundsException("an entry of unknown kind " + kind);
        };
    }

    private static void slice(DigestEntry.Slice slice, ByteWriter out) {
        out.u8(SLICE);
        out.number(slice.fromLsn());
        out.number(slice.toLsn() - slice.fromLsn());
        out.signed(slice.toLsn() - slice.resumeLsn());
        out.signed(slice.fromMicros());
        out.number(slice.toMicros() - slice.fromMicros());
        out.signed(slice.latestStamp());
        out.number(slice.commits());
        out.number(slice.aborts());
        rows(slice.relations(), slice.rows(), out);
    }

    private static DigestEntry.Slice slice(ByteReader in) {
        long fromLsn = in.number();
        long toLsn = fromLsn + in.number();
        long resumeLsn = toLsn - in.signed();
        long fromMicros = in.signed();
        long toMicros = fromMicros + in.number();
        long latest = in.signed();
        int commits = in.integer();
        int aborts = in.integer();
        long[] relations = new long[in.integer()];
        return new DigestEntry.Slice(
                fromLsn,
                toLsn,
                resumeLsn,
                fromMicros,
                toMicros,
                latest,
                commits,
                aborts,
                relations,
                rows(relations, in));
    }

    private static void ddl(DigestEntry.Ddl ddl, ByteWriter out) {
        out.u8(DDL);
        moment(ddl.start(), ddl.end(), ddl.micros(), out);
        out.number(ddl.database());
        numbers(ddl.oids(), out);
        numbers(ddl.made(), out);
        numbers(ddl.truncated(), out);
        numbers(ddl.catalogs().stream().map(Integer::longValue).toList(), out);
        out.u8(ddl.attributesUpdated() ? 1 : 0);
        numbers(ddl.databasesMade(), out);
        numbers(ddl.databasesDropped(), out);
    }

    private static DigestEntry.Ddl ddl(ByteReader in) {
        long start = in.number();
        return new DigestEntry.Ddl(
                start,
                start + in.number(),
                in.signed(),
                in.number(),
                list(in, in::number),
                list(in, in::number),
                list(in, in::number),
                list(in, in::integer),
                in.u8() != 0,
                list(in, in::number),
                list(in, in::number));
    }

    private static DigestEntry.BigWrite bigWrite(ByteReader in) {
        long start = in.number();
        long end = start + in.number();
        long micros = in.signed();
        long inserted = in.signed();
        long updated = in.number();
        long deleted = in.number();
        long[] relations = new long[in.integer()];
        return new DigestEntry.BigWrite(
                start, end, micros, inserted, updated, deleted, relations, rows(relations, in));
    }

    private static DigestEntry.Checkpoint checkpoint(ByteReader in) {
        long start = in.number();
        return new DigestEntry.Checkpoint(
                start, start + in.number(), in.signed(), in.u8() != 0, in.number());
    }

    private static void moment(long start, long end, long micros, ByteWriter out) {
        out.number(start);
        out.number(end - start);
        out.signed(micros);
    }

    private static void rows(long[] relations, int[] rows, ByteWriter out) {
        out.number(relations.length);
        for (int i = 0; i < relations.length; i++) {
            out.number(RelationNumbers.databaseOf(relations[i]));
            out.number(RelationNumbers.fileOf(relations[i]));
            out.signed(rows[3 * i]);
            out.signed(rows[3 * i + 1]);
            out.signed(rows[3 * i + 2]);
        }
    }

    private static int[] rows(long[] relations, ByteReader in) {
        int[] rows = new int[3 * relations.length];
        for (int i = 0; i < relations.length; i++) {
            relations[i] = RelationNumbers.key(in.number(), in.number());
            rows[3 * i] = (int) in.signed();
            rows[3 * i + 1] = (int) in.signed();
            rows[3 * i + 2] = (int) in.signed();
        }
        return rows;
    }

    private static void change(NameChange change, ByteWriter out) {
        switch (change) {
            case NameChange.Known known -> {
                RelationName name = known.name();
                out.u8(KNOWN);
                out.number(known.fromLsn());
                out.number(name.database());
                out.number(name.oid());
                out.number(name.file());
                out.u8(name.kind());
                out.u8(name.persistence());
                out.u8(name.schema() == null ? 0 : 1);
                if (name.schema() != null) {
                    out.text(name.schema());
                }
                out.text(name.name());
                out.signed(name.rows());
                out.number(name.ownerOid());
            }
            case NameChange.Gone gone -> {
                out.u8(GONE);
                out.number(gone.fromLsn());
                out.number(gone.database());
                out.number(gone.oid());
            }
            case NameChange.Database database -> {
                out.u8(DATABASE);
                out.number(database.oid());
                out.text(database.name());
            }
            case NameChange.Read read -> {
                out.u8(READ);
                out.number(read.database());
                out.number(read.upTo());
            }
            case NameChange.Schema schema -> {
                out.u8(SCHEMA);
                out.number(schema.database());
                out.number(schema.oid());
                out.text(schema.name());
            }
        }
    }

    private static NameChange change(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case KNOWN ->
                    new NameChange.Known(
                            in.number(),
                            new RelationName(
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    (char) in.u8(),
                                    (char) in.u8(),
                                    in.u8() == 0 ? null : in.text(),
                                    in.text(),
                                    in.signed(),
                                    in.number()));
            case GONE -> new NameChange.Gone(in.number(), in.number(), in.number());
            case DATABASE -> new NameChange.Database(in.number(), in.text());
            case READ -> new NameChange.Read(in.number(), in.number());
            case SCHEMA -> new NameChange.Schema(in.number(), in.number(), in.text());
            default -> throw new IndexOutOfBoundsException("a name of unknown kind " + kind);
        };
    }

    private static void numbers(List<Long> values, ByteWriter out) {
        out.number(values.size());
        values.forEach(out::number);
    }

    private static <T> List<T> list(ByteReader in, Supplier<T> each) {
        int count = in.integer();
        List<T> values = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            values.add(each.get());
        }
        return values;
    }
}
