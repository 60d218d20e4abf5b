package dev.cambium.engine.layer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a {@link NameChange} is written: one byte of type, then its fields in the order of the
 * record, numbers big-endian, texts as {@link java.io.DataOutput#writeUTF}.
 */
final class NameChangeFormat {

    private static final int CREATE_FILE = 1;
    private static final int CREATE_FOLDER = 2;
    private static final int CREATE_LINK = 3;
    private static final int REMOVE = 4;
    private static final int RENAME = 5;
    private static final int SET_PERMISSIONS = 6;
    private static final int TRUNCATE = 7;
    private static final int TRUNCATED = 8;
    private static final int SEAL = 9;
    private static final int KEPT = 10;

    private NameChangeFormat() {}

    static byte[] encode(NameChange change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        DataOutputStream out = new DataOutputStream(bytes);
        switch (change) {
            case NameChange.CreateFile c -> {
                out.writeByte(CREATE_FILE);
                writeName(out, c.folder(), c.name());
                out.writeLong(c.node());
                out.writeInt(c.permissions());
                out.writeLong(c.nanos());
            }
            case NameChange.CreateFolder c -> {
                out.writeByte(CREATE_FOLDER);
                writeName(out, c.folder(), c.name());
                out.writeLong(c.node());
                out.writeInt(c.permissions());
                out.writeLong(c.nanos());
            }
            case NameChange.CreateLink c -> {
                out.writeByte(CREATE_LINK);
                writeName(out, c.folder(), c.name());
                out.writeLong(c.node());
                out.writeUTF(c.target());
                out.writeLong(c.nanos());
            }
            case NameChange.Remove c -> {
                out.writeByte(REMOVE);
                writeName(out, c.folder(), c.name());
            }
            case NameChange.Rename c -> {
                out.writeByte(RENAME);
                writeName(out, c.folder(), c.name());
                writeName(out, c.newFolder(), c.newName());
            }
            case NameChange.SetPermissions c -> {
                out.writeByte(SET_PERMISSIONS);
                out.writeLong(c.node());
                out.writeInt(c.permissions());
            }
            case NameChange.Truncate c -> {
                out.writeByte(TRUNCATE);
                out.writeLong(c.node());
                out.writeLong(c.sizeBytes());
            }
            case NameChange.Truncated c -> {
                out.writeByte(TRUNCATED);
                out.writeLong(c.node());
            }
            case NameChange.Kept c -> {
                out.writeByte(KEPT);
                out.writeLong(c.node());
                out.writeLong(c.lengthBytes());
            }
            case NameChange.Seal c -> {
                out.writeByte(SEAL);
                out.writeLong(c.successor());
            }
        }
        return bytes.toByteArray();
    }

    private static void writeName(DataOutputStream out, long folder, String name)
            throws IOException {
        out.writeLong(folder);
        out.writeUTF(name);
    }

    /**
     * @throws IOException if the bytes, whose checksum was right, are no record of this format
     */
    static NameChange decode(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        int type = in.readUnsignedByte();
        NameChange change =
                switch (type) {
                    case CREATE_FILE ->
                            new NameChange.CreateFile(
                                    in.readLong(),
                                    in.readUTF(),
                                    in.readLong(),
                                    in.readInt(),
                                    in.readLong());
                    case CREATE_FOLDER ->
                            new NameChange.CreateFolder(
                                    in.readLong(),
                                    in.readUTF(),
                                    in.readLong(),
                                    in.readInt(),
                                    in.readLong());
                    case CREATE_LINK ->
                            new NameChange.CreateLink(
                                    in.readLong(),
                                    in.readUTF(),
                                    in.readLong(),
                                    in.readUTF(),
                                    in.readLong());
                    case REMOVE -> new NameChange.Remove(in.readLong(), in.readUTF());
                    case RENAME ->
                            new NameChange.Rename(
                                    in.readLong(), in.readUTF(), in.readLong(), in.readUTF());
                    case SET_PERMISSIONS ->
                            new NameChange.SetPermissions(in.readLong(), in.readInt());
                    case TRUNCATE -> new NameChange.Truncate(in.readLong(), in.readLong());
                    case TRUNCATED -> new NameChange.Truncated(in.readLong());
                    case KEPT -> new NameChange.Kept(in.readLong(), in.readLong());
                    case SEAL -> new NameChange.Seal(in.readLong());
                    default -> throw new IOException("no record has type " + type);
                };
        if (in.available() != 0) {
            throw new IOException("a record of type " + type + " is too long");
        }
        return change;
    }
}
