package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.abi.Opcode;
import dev.cambium.engine.fuse.abi.Protocol;
import dev.cambium.engine.fuse.abi.ReplyLayout.OutHeader;
import dev.cambium.engine.fuse.abi.RequestLayout.InHeader;
import dev.cambium.engine.fuse.abi.RequestLayout.WriteIn;
import dev.cambium.engine.fuse.session.InitNegotiation.UnsupportedKernelException;
import dev.cambium.engine.fuse.wire.MalformedRequestException;
import dev.cambium.engine.fuse.wire.Owner;
import dev.cambium.engine.fuse.wire.ReplyEncoder;
import dev.cambium.engine.fuse.wire.Request;
import dev.cambium.engine.fuse.wire.RequestDecoder;
import dev.cambium.engine.fuse.wire.RequestHeader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One thread of a session: read a request, answer it, write the reply, until the mount is gone.
 *
 * <p>The buffers are laid out so that the bytes of a WRITE and those of a READ reply begin at a
 * page: header and payload then travel in one read(2) or write(2), and the files served may use
 * O_DIRECT on them.
 */
final class SessionWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWorker.class);

    private static final long PAGE_BYTES = 4096;

    /** What stands before the payload of a WRITE. */
    private static final long WRITE_PREFIX_BYTES = InHeader.BYTES + WriteIn.BYTES;

    private final FuseSession session;
    private final int device;
    private final RequestHandler handler;
    private final Owner owner;
    private final RequestCounters counters;

    /** INIT was answered with a yes, but the reply is not yet sent. */
    private boolean agreedNow;

    SessionWorker(
            FuseSession session,
            int device,
            RequestHandler handler,
            Owner owner,
            RequestCounters counters) {
        this.session = session;
        this.device = device;
        this.handler = handler;
        this.owner = owner;
        this.counters = counters;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment requests = payloadAligned(arena, WRITE_PREFIX_BYTES);
            MemorySegment replies = payloadAligned(arena, OutHeader.BYTES);
            serve(requests, replies, NativeCalls.captureFor(arena));
        } finally {
            // If the mount went away before INIT, nobody shall wait for it.
            session.refuse("the mount was gone before the kernel said anything");
        }
    }

    private static MemorySegment payloadAligned(Arena arena, long prefixBytes) {
        MemorySegment pages = arena.allocate(PAGE_BYTES + Protocol.TRANSFER_BYTES, PAGE_BYTES);
        return pages.asSlice(PAGE_BYTES - prefixBytes);
    }

    private void serve(MemorySegment requests, MemorySegment replies, MemorySegment capture) {
        ReplyEncoder reply = new ReplyEncoder(replies, owner);
        while (true) {
            long length = NativeCalls.read(device, requests, capture);
            if (length >= 0) {
                int replyBytes = answer(requests.asSlice(0, length), reply);
                if (replyBytes > 0 && !send(replies, replyBytes, capture)) {
                    return;
                }
                if (agreedNow) {
                    agreedNow = false;
                    session.agreed();
                }
                continue;
            }
            switch ((int) -length) {
                // The request was withdrawn while it was being read, or there is none any more.
                case NativeCalls.ENOENT, NativeCalls.EINTR, NativeCalls.EAGAIN -> {}
                case NativeCalls.ENODEV, NativeCalls.ECONNABORTED -> {
                    return;
                }
                default -> {
                    LOG.error(
                            "Reading /dev/fuse failed with error number {}; this thread ends",
                            -length);
                    return;
                }
            }
        }
    }

    /** The length of the reply, 0 if there is none. Nothing is thrown: a caller waits for it. */
    private int answer(MemorySegment bytes, ReplyEncoder reply) {
        RequestHeader header;
        try {
            header = RequestHeader.decode(bytes);
        } catch (MalformedRequestException e) {
            LOG.error("Ignored what came from the kernel: {}", e.getMessage());
            return 0;
        }
        counters.count(header.opcodeNumber());
        try {
            Request request = RequestDecoder.decode(header, bytes);
            int length = handler.answer(header, request, reply);
            agreedNow = request instanceof Request.Init;
            return length;
        } catch (FuseError e) {
            if (e.errno() == Errno.EIO) {
                LOG.warn("Answered EIO to {}: {}", describe(header), e.getMessage());
            } else {
                LOG.debug("Answered {} to {}: {}", e.errno(), describe(header), e.getMessage());
            }
            return failure(header, e.errno(), reply);
        } catch (UnsupportedKernelException e) {
            session.refuse(String.valueOf(e.getMessage()));
            return reply.error(header.unique(), Errno.EIO);
        } catch (MalformedRequestException e) {
            LOG.warn("Answered EIO to {}: {}", describe(header), e.getMessage());
            return failure(header, Errno.EIO, reply);
        } catch (Throwable e) {
            LOG.warn("Answered EIO to {} because of an unexpected error", describe(header), e);
            return failure(header, Errno.EIO, reply);
        }
    }

    private static int failure(RequestHeader header, Errno errno, ReplyEncoder reply) {
        Opcode opcode = Opcode.of(header.opcodeNumber());
        boolean answered =
                opcode != Opcode.FORGET
                        && opcode != Opcode.BATCH_FORGET
                        && opcode != Opcode.INTERRUPT
                        && opcode != Opcode.NOTIFY_REPLY;
        return answered ? reply.error(header.unique(), errno) : 0;
    }

    /** False if the mount is gone. */
    private boolean send(MemorySegment replies, int length, MemorySegment capture) {
        long result;
        do {
            result = NativeCalls.write(device, replies, length, capture);
        } while (result == -NativeCalls.EINTR || result == -NativeCalls.EAGAIN);
        if (result == length) {
            return true;
        }
        if (result == -NativeCalls.ENODEV || result == -NativeCalls.ECONNABORTED) {
            return false;
        }
        // ENOENT: whoever asked was interrupted and waits no more.
        if (result != -NativeCalls.ENOENT) {
            LOG.error("Writing a reply of {} bytes to /dev/fuse gave {}", length, result);
        }
        return true;
    }

    private static String describe(RequestHeader header) {
        Opcode opcode = Opcode.of(header.opcodeNumber());
        return "%s on node %d for process %d"
                .formatted(
                        opcode == null ? "operation " + header.opcodeNumber() : opcode.name(),
                        header.node().value(),
                        header.processId());
    }
}
