package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Walks over what follows a request's header. Taking more than there is is an error. */
final class ArgumentCursor {

    private final MemorySegment request;
    private long position;

    /** Starts behind the first {@code position} bytes of a request. */
    ArgumentCursor(MemorySegment request, long position) {
        this.request = request;
        this.position = position;
    }

    long remaining() {
        return request.byteSize() - position;
    }

    /** Takes a struct or a run of bytes; valid as long as the request is. */
    MemorySegment take(long bytes) throws MalformedRequestException {
        if (bytes < 0 || bytes > remaining()) {
            throw new MalformedRequestException(
                    "%d bytes are asked for, %d are left".formatted(bytes, remaining()));
        }
        MemorySegment taken = request.asSlice(position, bytes);
        position += bytes;
        return taken;
    }

    /**
     * Takes a text that ends with a zero byte.
     *
     * @throws MalformedRequestException if the zero byte is missing
     * @throws FuseError with EINVAL if the text is not UTF-8
     */
    String text() throws MalformedRequestException, FuseError {
        long end = position;
        while (end < request.byteSize() && request.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        if (end == request.byteSize()) {
            throw new MalformedRequestException("a name without end");
        }
        byte[] bytes = new byte[Math.toIntExact(end - position)];
        MemorySegment.copy(request, JAVA_BYTE, position, bytes, 0, bytes.length);
        position = end + 1;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new FuseError(Errno.EINVAL, "a name that is not UTF-8");
        }
    }
}
