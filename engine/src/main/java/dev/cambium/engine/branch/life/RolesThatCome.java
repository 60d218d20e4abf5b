package dev.cambium.engine.branch.life;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Role;

import java.time.Instant;

/** The roles that come along when a branch gets the content of another one. */
final class RolesThatCome {

    private final Catalog catalog;

    RolesThatCome(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * To be part of the outcome: roles that only the source had came with its content; those that
     * the branch has itself stay as they are, with their passwords.
     */
    void put(Change change, Branch source, Branch branch, Instant now) {
        catalog.rolesOf(source.id()).stream()
                .filter(role -> catalog.roleOf(branch.id(), role.name()).isEmpty())
                .map(role -> new Role(branch.id(), role.name(), role.password(), now, now))
                .forEach(change::put);
    }
}
