package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TrashItem;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An engine without Postgres: names, ids and lists are real, the data is only counted. */
@NullUnmarked
public final class InMemoryEngine implements EngineService {

    static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    final Map<String, Project> projects = new ConcurrentSkipListMap<>();
    final Map<String, Project> deletedProjects = new ConcurrentSkipListMap<>();
    final Map<String, Branch> branches = new ConcurrentSkipListMap<>();
    final Map<String, Map<String, String>> words = new ConcurrentSkipListMap<>();
    final List<TrashItem> trash = new CopyOnWriteArrayList<>();

    /** The branches whose past was asked for, as often as it was. */
    public final List<String> timelinesAsked = new CopyOnWriteArrayList<>();

    final Map<String, List<Database>> databases = new ConcurrentSkipListMap<>();
    final Map<String, Boolean> running = new ConcurrentSkipListMap<>();
    final InMemoryPasts pasts = new InMemoryPasts(THEN);
    final List<Operation> operations = new CopyOnWriteArrayList<>();
    private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong sequence = new AtomicLong();
    final AtomicLong ids = new AtomicLong(100);
    private final InMemoryAnonymize anonymize = new InMemoryAnonymize(this);
    private final InMemorySnapshots snapshots = new InMemorySnapshots(this);
    private final InMemoryNightly nightly = new InMemoryNightly(this);
    private final InMemoryAccount account = new InMemoryAccount();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<RuntimeException> nextFailure = Optional.empty();
    private volatile EndpointUpdate lastUpdate;
    volatile List<String> imported = List.of();

    /** The next call of any verb throws this. */
    public void failNext(RuntimeException failure) {
        nextFailure = Optional.of(failure);
    }

    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    public boolean awaitStop(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the last import read: its files, or the SQL itself. */
    public List<String> imported() {
        return imported;
    }

    /** What an endpoint, or the endpoints of a project, were last told to change. */
    public EndpointUpdate lastUpdate() {
        return lastUpdate;
    }

    void updated(EndpointUpdate update) {
        lastUpdate = update;
    }

    public int listenerCount() {
        return listeners.size();
    }

    public void publish(String kind, String branchId, String message, Double progress) {
        EngineEvent event =
                new EngineEvent(
                        sequence.incrementAndGet(),
                        Instant.now(),
                        kind,
                        null,
                        branchId,
                        null,
                        message,
                        progress);
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                ProcessHandle.current().pid(),
                "0.1.0",
                "/home",
                "",
                "18.6",
                "layers",
                "This is a test.",
                20_000,
                List.of(),
                THEN);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public InMemoryProjects projects() {
        return new InMemoryProjects(this);
    }

    /** As if the newest operation still ran. */
    public void mayCancelTheNewest() {
        operations.set(0, operations.getFirst().cancellable(true));
    }

    @Override
    public InMemoryBranches branches() {
        return new InMemoryBranches(this);
    }

    @Override
    public InMemoryLife life() {
        return new InMemoryLife(this);
    }

    @Override
    public InMemoryEndpoints endpoints() {
        return new InMemoryEndpoints(this);
    }

    @Override
    public InMemoryRoles roles() {
        return new InMemoryRoles(this);
    }

    @Override
    public InMemoryDatabases databases() {
        return new InMemoryDatabases(this);
    }

    @Override
    public InMemoryPast past() {
        return new InMemoryPast(this);
    }

    @Override
    public InMemoryBookmarks bookmarks() {
        return new InMemoryBookmarks(this);
    }

    @Override
    public InMemorySnapshots snapshots() {
        return snapshots;
    }

    @Override
    public InMemorySchemas schemas() {
        return new InMemorySchemas(this);
    }

    @Override
    public InMemoryAnonymize anonymize() {
        return anonymize;
    }

    @Override
    public InMemoryNightly nightly() {
        return nightly;
    }

    @Override
    public InMemoryAccount account() {
        return account;
    }

    @Override
    public Map<String, Map<String, String>> words(List<String> branchIds) {
        Map<String, Map<String, String>> found = new HashMap<>(words);
        found.keySet().retainAll(branchIds);
        return found;
    }

    @Override
    public boolean acceptsKey(byte[] key) {
        return account.accepts(key);
    }

    @Override
    public InMemoryTransfers transfers() {
        return new InMemoryTransfers(this);
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void failIfAsked() {
        Optional<RuntimeException> failure = nextFailure;
        nextFailure = Optional.empty();
        failure.ifPresent(
                e -> {
                    throw e;
                });
    }
}
