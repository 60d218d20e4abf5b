package dev.cambium.engine.fuse.wire;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.RequestLayout.InHeader;

import java.lang.foreign.MemorySegment;

/**
 * What stands before every request.
 *
 * @param lengthBytes of the whole request, this header included
 * @param opcodeNumber what is asked; may be one that {@link dev.cambium.engine.fuse.abi.Opcode}
 *     does not know
 * @param unique the number that the reply must carry
 * @param node what it is about
 * @param processId who asks; 0 for the kernel itself
 */
public record RequestHeader(
        int lengthBytes, int opcodeNumber, long unique, NodeId node, int processId) {

    /**
     * Reads the header of the request that fills {@code request} from end to end.
     *
     * @throws MalformedRequestException if the lengths disagree
     */
    public static RequestHeader decode(MemorySegment request) throws MalformedRequestException {
        if (request.byteSize() < InHeader.BYTES) {
            throw new MalformedRequestException(
                    "a request of " + request.byteSize() + " bytes is shorter than its header");
        }
        int length = request.get(JAVA_INT_UNALIGNED, InHeader.LEN);
        if (length != request.byteSize()) {
            throw new MalformedRequestException(
                    "header says %d bytes, %d were read".formatted(length, request.byteSize()));
        }
        return new RequestHeader(
                length,
                request.get(JAVA_INT_UNALIGNED, InHeader.OPCODE),
                request.get(JAVA_LONG_UNALIGNED, InHeader.UNIQUE),
                new NodeId(request.get(JAVA_LONG_UNALIGNED, InHeader.NODEID)),
                request.get(JAVA_INT_UNALIGNED, InHeader.PID));
    }
}
