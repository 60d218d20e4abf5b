package dev.cambium.engine.catalog.entity;

import dev.cambium.engine.catalog.Role;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A row of {@code branch_role}. */
@Entity
@Table(name = "branch_role")
@SuppressWarnings("NullAway.Init") // Ebean fills it
public class RoleRow {

    @Id private @Nullable Long id;
    private String branchId;
    private String name;
    private String password;
    private Instant createdAt;
    private Instant updatedAt;

    public void take(Role role) {
        branchId = role.branchId();
        name = role.name();
        password = role.password();
        createdAt = role.createdAt();
        updatedAt = role.updatedAt();
    }

    public Role toRecord() {
        return new Role(branchId, name, password, createdAt, updatedAt);
    }
}
