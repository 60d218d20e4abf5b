package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The branches that keep what another one held before its content was replaced. */
public final class Backups {

    /** Times in names have no colons, so that a name needs no quotes in any shell. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss").withZone(ZoneOffset.UTC);

    private final Catalog catalog;
    private final PortChooser ports;
    private final Clock clock;

    public Backups(EngineParts parts, PortChooser ports) {
        this.catalog = parts.catalog();
        this.ports = ports;
        this.clock = parts.clock();
    }

    /**
     * The branch that is to keep the content, with a name and a port; null if the trash keeps it.
     *
     * @throws Refusal if there is a branch of that name
     */
    @Nullable Branch planned(Branch branch, Kept kept) {
        return switch (kept) {
            case Kept.InTrash _ -> null;
            case Kept.Under under -> planned(branch, freeName(branch, under.name()));
            case Kept.AsBackup _ -> planned(branch, foundName(branch));
        };
    }

    /** It has its port in the catalog by now, or it is not made and needs none. */
    void settled(@Nullable Branch backup) {
        if (backup != null) {
            ports.giveBack(backup.port());
        }
    }

    private Branch planned(Branch branch, String name) {
        Instant now = clock.instant();
        return Branches.backup(branch, Ids.branch(), Ids.endpoint(), name, ports.choose(), now);
    }

    /**
     * Puts the backup on the timeline that its branch leaves, with the roles, databases and
     * settings of the branch, and from the moment on since which the branch was there.
     */
    void put(Change change, Branch backup, Branch branch, TimelineId old) {
        change.put(backup);
        Instant since =
                catalog.tenures(branch.id()).stream()
                        .filter(tenure -> tenure.timeline().equals(old))
                        .map(Tenure::from)
                        .findFirst()
                        .orElse(backup.createdAt());
        change.appendTenure(backup.id(), old, since);
        for (Role role : catalog.rolesOf(branch.id())) {
            change.put(
                    new Role(
                            backup.id(),
                            role.name(),
                            role.password(),
                            role.createdAt(),
                            role.updatedAt()));
        }
        catalog.databases(branch.id())
                .forEach(known -> change.put(BranchNews.copied(known, backup.id())));
        catalog.endpoints()
                .settings(branch.id())
                .ifPresent(settings -> change.put(settings.of(backup.id())));
    }

    private String freeName(Branch branch, String asked) {
        String name = Names.checked("branch", asked);
        if (catalog.branchByName(branch.projectId(), name).isPresent()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXISTS",
                    "There is a branch '%s' already. Choose another name for what is to be kept."
                            .formatted(name));
        }
        return name;
    }

    private String foundName(Branch branch) {
        String time = "_old_" + TIME.format(clock.instant());
        int room = Names.NAME_CHARACTERS_MAX - time.length() - "-00".length();
        String base =
                branch.name()
                        .codePoints()
                        .limit(room)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        String name = base + time;
        for (int i = 2; catalog.branchByName(branch.projectId(), name).isPresent(); i++) {
            name = base + time + "-" + i;
        }
        return name;
    }
}
