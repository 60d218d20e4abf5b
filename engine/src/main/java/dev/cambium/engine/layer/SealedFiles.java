package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads the files of seals. Thread-safe; what is read is kept from being collected meanwhile. */
final class SealedFiles {

    private final StoreParts store;

    SealedFiles(StoreParts store) {
        this.store = store;
    }

    byte[] read(SealId id, String path) throws IOException {
        Layer top = store.registry().lease(id);
        try {
            Namespace names = namesOf(top);
            Long node = names.find(path);
            if (node == null || !(names.node(node) instanceof Node.FileNode file)) {
                throw new NoSuchFileException(id + "/" + path);
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
            LayerStack stack = new LayerStack(top);
            FileChain.read(_ -> stack.chainOf(node), 0, bytes);
            return bytes.array();
        } finally {
            store.collector().giveBack(top);
        }
    }

    List<String> list(SealId id, String folder) throws IOException {
        Layer top = store.registry().lease(id);
        try {
            return namesOf(top).filesBelow(folder);
        } finally {
            store.collector().giveBack(top);
        }
    }

    static Namespace namesOf(Layer sealed) {
        return Invariant.notNull(sealed.sealedNames(), "layer %s is not sealed", sealed.id());
    }
}
