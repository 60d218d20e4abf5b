package dev.cambium.engine.layer;

import dev.cambium.engine.layer.FileError.Reason;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes, cuts and extends the files of one timeline in its open layer. Every method is called with
 * the gate held shared and the inode lock held.
 *
 * <p>It keeps two promises that reload depends on. A present block is whole: all bytes of it up to
 * the end of the data file were written, never left to a hole. And a data file never ends behind
 * the file's size.
 */
final class FileWriter {

    /** Beyond any segment of Postgres; the presence bits of one such file take 16 MiB. */
    private static final long FILE_BYTES_MAX = 1L << 40;

    private static final ThreadLocal<ByteBuffer> BLOCK =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(Blocks.BYTES));

    private final TimelineFiles files;

    FileWriter(TimelineFiles files) {
        this.files = files;
    }

    void write(LiveFile file, long offset, ByteBuffer source) throws IOException {
        long end = offset + source.remaining();
        requireServed(offset, end);
        if (!source.hasRemaining()) {
            return;
        }
        confirmCut(file);
        Layer layer = files.stack().top();
        DataFile data = dataOf(file, layer);
        long oldSize = file.sizeBytes();
        long oldLength = data.lengthBytes();
        boolean made = !data.isOnDisk();
        try {
            zeroTail(data, oldSize, Math.min(offset, end));
            writeBlocks(file, data, offset, source, oldSize);
        } catch (IOException failure) {
            undo(layer, data, oldLength, Math.min(oldSize, offset), end, failure);
            throw failure;
        } finally {
            layer.changed(data, made);
        }
        if (end > oldSize) {
            files.resized(file, end);
        } else {
            file.modified(TimelineFiles.nowNanos());
        }
    }

    void resize(LiveFile file, long size) throws IOException {
        requireServed(0, size);
        confirmCut(file);
        if (size > file.sizeBytes()) {
            extend(file, size);
        } else if (size < file.sizeBytes()) {
            cut(file, size);
        }
    }

    private void extend(LiveFile file, long size) throws IOException {
        Layer layer = files.stack().top();
        DataFile data = dataOf(file, layer);
        long oldSize = file.sizeBytes();
        long oldLength = data.lengthBytes();
        boolean made = !data.isOnDisk();
        try {
            zeroTail(data, oldSize, size);
            data.setLength(size);
        } catch (IOException failure) {
            undo(layer, data, oldLength, oldSize, size, failure);
            throw failure;
        } finally {
            layer.changed(data, made);
        }
        files.resized(file, size);
    }

    /**
     * The intent is in the log, and on the disk if anything is destroyed, before the data file is
     * cut; that it was cut is in the log before the file is written again.
     */
    private void cut(LiveFile file, long size) throws IOException {
        Layer layer = files.stack().top();
        DataFile data = dataOf(file, layer);
        Layer unlinkedIn = file.unlinkedIn();
        if (unlinkedIn == null) {
            files.logChange(new NameChange.Truncate(file.node(), size));
            file.cutUnconfirmed = true;
        }
        try {
            data.hideLowerFrom(size);
            if (data.lengthBytes() > size) {
                // Of a nameless file it is the loss of its name, or the name comes back after a
                // loss of power, and the data does not.
                (unlinkedIn == null ? layer : unlinkedIn).log().sync();
                data.setLength(size);
                layer.changed(data, false);
            }
        } catch (IOException failure) {
            // The log says that the file is cut, and it is not: only a new start can sort it out.
            layer.log().markBroken();
            throw failure;
        }
        files.resized(file, size);
        confirmCut(file);
    }

    /** Writes the record that a cut was done, if an earlier try failed; nothing goes on before. */
    private void confirmCut(LiveFile file) throws IOException {
        if (file.cutUnconfirmed) {
            files.logChange(new NameChange.Truncated(file.node()));
            file.cutUnconfirmed = false;
        }
    }

    private static DataFile dataOf(LiveFile file, Layer layer) {
        DataFile data = layer.file(file.node());
        if (data == null) {
            data = layer.needFile(file.node());
            file.forgetChain();
        }
        return data;
    }

    /**
     * Before a file grows: the rest of its last block, if this layer has it, becomes real zeros.
     */
    private static void zeroTail(DataFile data, long oldSize, long newEnd) throws IOException {
        long block = Blocks.holding(oldSize);
        long end = Math.min(Blocks.endOf(block), newEnd);
        if (end > oldSize && oldSize > Blocks.startOf(block) && data.holds(block)) {
            ByteBuffer zeros = BLOCK.get().clear();
            FileChain.zeroRest(zeros);
            data.write(oldSize, zeros.clear().limit((int) (end - oldSize)));
        }
    }

    private void writeBlocks(
            LiveFile file, DataFile data, long offset, ByteBuffer source, long oldSize)
            throws IOException {
        int limit = source.limit();
        long position = offset;
        while (source.hasRemaining()) {
            long block = Blocks.holding(position);
            int left = limit - source.position();
            if (position == Blocks.startOf(block) && left >= Blocks.BYTES) {
                int whole = left - left % Blocks.BYTES;
                source.limit(source.position() + whole);
                data.write(position, source);
                position += whole;
            } else {
                int part = (int) Math.min(left, Blocks.endOf(block) - position);
                source.limit(source.position() + part);
                if (data.holds(block)) {
                    data.write(position, source);
                } else {
                    writeIntoLower(file, data, position, source, oldSize);
                }
                position += part;
            }
            source.limit(limit);
        }
    }

    /**
     * A part of a block that this layer does not have yet: the rest comes from the layers below.
     */
    private void writeIntoLower(
            LiveFile file, DataFile data, long offset, ByteBuffer source, long oldSize)
            throws IOException {
        long start = Blocks.startOf(Blocks.holding(offset));
        long end = offset + source.remaining();
        long keptEnd = Math.clamp(oldSize, start, start + Blocks.BYTES);
        ByteBuffer block = BLOCK.get().clear();
        FileChain.zeroRest(block);
        block.clear().limit((int) (keptEnd - start));
        file.read(files::stack, start, block);
        block.clear().position((int) (offset - start));
        block.put(source);
        block.position(0).limit((int) (Math.max(end, keptEnd) - start));
        data.write(start, block);
    }

    private static void undo(
            Layer layer, DataFile data, long oldLength, long start, long end, IOException failure) {
        try {
            data.undoWrite(oldLength, start, end);
        } catch (IOException alsoFailed) {
            layer.log().markBroken();
            failure.addSuppressed(alsoFailed);
        }
    }

    private static void requireServed(long start, long end) throws FileError {
        if (start < 0 || end < start) {
            throw new FileError(Reason.INVALID, "bytes " + start + " to " + end);
        }
        if (end > FILE_BYTES_MAX) {
            throw new FileError(Reason.TOO_BIG, "a file of " + end + " bytes");
        }
    }
}
