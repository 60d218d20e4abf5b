package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.AttributeChange;
import dev.cambium.engine.fuse.FuseFiles.Attributes;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.session.InitNegotiation.UnsupportedKernelException;
import dev.cambium.engine.fuse.wire.FolderEncoder;
import dev.cambium.engine.fuse.wire.InitReply;
import dev.cambium.engine.fuse.wire.Owner;
import dev.cambium.engine.fuse.wire.ReplyEncoder;
import dev.cambium.engine.fuse.wire.Request;
import dev.cambium.engine.fuse.wire.RequestHeader;
import dev.cambium.engine.page.Invariant;

import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Answers one request after the other by asking the files served. Holds no state of its own apart
 * from the open folders, so all threads share one.
 */
final class RequestHandler {

    private final FuseFiles files;
    private final Owner owner;
    private final Clock clock;
    private final OpenFolders openFolders;

    RequestHandler(FuseFiles files, Owner owner, Clock clock) {
        this.files = files;
        this.owner = owner;
        this.clock = clock;
        this.openFolders = new OpenFolders(files);
    }

    /**
     * Does what a request asks and writes the reply.
     *
     * @return length of the reply in bytes; 0 if there is none
     * @throws FuseError with what to answer instead
     */
    int answer(RequestHeader header, Request request, ReplyEncoder reply)
            throws FuseError, UnsupportedKernelException {
        long unique = header.unique();
        NodeId node = header.node();
        return switch (request) {
            case Request.Init init -> reply.init(unique, negotiate(init));
            case Request.Lookup lookup -> lookup(unique, node, lookup.name(), reply);
            case Request.Forget forget -> forget(node, forget.times());
            case Request.BatchForget batch -> forgetAll(batch.nodes());
            case Request.GetAttributes _ -> reply.attributes(unique, files.attributes(node));
            case Request.SetAttributes set -> reply.attributes(unique, change(node, set));
            case Request.ReadLink _ -> reply.text(unique, files.readLink(node));
            case Request.MakeLink make ->
                    reply.entry(unique, files.symlink(node, make.name(), make.target()));
            case Request.MakeFolder make ->
                    reply.entry(unique, files.mkdir(node, make.name(), make.permissions()));
            case Request.MakeFile make -> makeFile(unique, node, make, reply);
            case Request.Unlink unlink -> {
                files.unlink(node, unlink.name());
                yield reply.done(unique);
            }
            case Request.RemoveFolder remove -> {
                files.rmdir(node, remove.name());
                yield reply.done(unique);
            }
            case Request.Rename to -> {
                files.rename(node, to.name(), to.newFolder(), to.newName(), to.noReplace());
                yield reply.done(unique);
            }
            case Request.Read read -> read(unique, node, read, reply);
            case Request.Write write -> write(unique, node, write, reply);
            case Request.Allocate allocate -> {
                files.allocate(node, allocate.offsetBytes(), allocate.lengthBytes());
                yield reply.done(unique);
            }
            case Request.Sync sync -> {
                files.sync(node, sync.dataOnly());
                yield reply.done(unique);
            }
            case Request.OpenFolder _ -> reply.openedFolder(unique, openFolders.open());
            case Request.ReadFolder read -> readFolder(unique, node, read, reply);
            case Request.ReleaseFolder release -> {
                openFolders.release(release.handle());
                yield reply.done(unique);
            }
            case Request.SyncFolder _ -> {
                files.syncFolder(node);
                yield reply.done(unique);
            }
            case Request.SyncAll _ -> {
                files.syncFolder(NodeId.ROOT);
                yield reply.done(unique);
            }
            case Request.SpaceQuery _ -> reply.space(unique, files.space());
            case Request.ReleaseFile _ -> reply.done(unique);
            case Request.Destroy _ -> reply.done(unique);
            case Request.Interrupt _ -> 0;
            case Request.Refused refused -> reply.error(unique, refused.answer());
        };
    }

    private static InitReply negotiate(Request.Init init) throws UnsupportedKernelException {
        return InitNegotiation.answer(init);
    }

    private int lookup(long unique, NodeId folder, String name, ReplyEncoder reply)
            throws FuseError {
        try {
            return reply.entry(unique, files.lookup(folder, name));
        } catch (FuseError e) {
            if (e.errno() == Errno.ENOENT) {
                return reply.missing(unique, folder);
            }
            throw e;
        }
    }

    private int forget(NodeId node, long times) {
        files.forget(node, times);
        return 0;
    }

    private int forgetAll(List<Request.Forgotten> nodes) {
        for (Request.Forgotten forgotten : nodes) {
            files.forget(forgotten.node(), forgotten.times());
        }
        return 0;
    }

    /** All files belong to the engine's user, for ever: only a change to what is may pass. */
    private Attributes change(NodeId node, Request.SetAttributes set) throws FuseError {
        boolean userKept = set.userId() == null || set.userId() == owner.userId();
        boolean groupKept = set.groupId() == null || set.groupId() == owner.groupId();
        if (!userKept || !groupKept) {
            throw new FuseError(Errno.EPERM, "owners cannot be changed");
        }
        Long modifiedNanos = set.modifiedNow() ? (Long) nowNanos() : set.modifiedNanos();
        if (set.sizeBytes() == null && set.permissions() == null && modifiedNanos == null) {
            return files.attributes(node);
        }
        if (set.sizeBytes() != null && set.sizeBytes() < 0) {
            throw new FuseError(Errno.EINVAL, "a size of " + set.sizeBytes());
        }
        return files.change(
                node, new AttributeChange(set.sizeBytes(), set.permissions(), modifiedNanos));
    }

    private long nowNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private int makeFile(long unique, NodeId folder, Request.MakeFile make, ReplyEncoder reply)
            throws FuseError {
        Attributes made = files.create(folder, make.name(), make.permissions());
        return make.opened() ? reply.created(unique, made) : reply.entry(unique, made);
    }

    private int read(long unique, NodeId file, Request.Read read, ReplyEncoder reply)
            throws FuseError {
        int asked = read.lengthBytes();
        int got = files.read(file, read.offsetBytes(), reply.payload(asked));
        Invariant.check(got >= 0 && got <= asked, "%d of %d bytes were read", got, asked);
        return reply.data(unique, got);
    }

    /**
     * A file opened with O_DIRECT and O_DSYNC sends no FSYNC: the flags of the write are all there
     * is, and the sync has to come before the answer.
     */
    private int write(long unique, NodeId file, Request.Write write, ReplyEncoder reply)
            throws FuseError {
        files.write(file, write.offsetBytes(), write.content());
        switch (write.durability()) {
            case LATER -> {}
            case DATA -> files.sync(file, true);
            case ALL -> files.sync(file, false);
        }
        return reply.written(unique, (int) write.content().byteSize());
    }

    private int readFolder(long unique, NodeId folder, Request.ReadFolder read, ReplyEncoder reply)
            throws FuseError {
        List<FuseFiles.Entry> listing = openFolders.listing(read.handle(), folder, read.position());
        MemorySegment out = reply.payload(read.lengthBytes());
        int length = FolderEncoder.encode(out, folder, listing, read.position());
        return reply.data(unique, length);
    }
}
