package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.EndpointSettingsRow;
import dev.cambium.engine.catalog.entity.ReadOnlyEndpointRow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the catalog knows of endpoints. Thread-safe, as the {@link Catalog} it belongs to. */
public final class EndpointCatalog {

    private final Catalog catalog;

    EndpointCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What is set for an endpoint, or by a project; empty if nothing ever was. */
    public Optional<EndpointSettings> settings(String ownerId) {
        return Catalog.one(
                catalog.find(EndpointSettingsRow.class).where().idEq(ownerId).query(),
                EndpointSettingsRow::toRecord);
    }

    /** All that is set, by the owner: for who asks about many. */
    public Map<String, EndpointSettings> settings() {
        return Catalog.list(
                        catalog.find(EndpointSettingsRow.class).orderBy("ownerId"),
                        EndpointSettingsRow::toRecord)
                .stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                EndpointSettings::ownerId, Function.identity()));
    }

    /** The read-only endpoints of a branch, oldest first. */
    public List<ReadOnlyEndpoint> readOnly(String branchId) {
        return Catalog.list(
                catalog.find(ReadOnlyEndpointRow.class)
                        .where()
                        .eq("branchId", branchId)
                        .orderBy("createdAt, id")
                        .query(),
                ReadOnlyEndpointRow::toRecord);
    }

    /** The read-only endpoints of all branches, oldest first. */
    public List<ReadOnlyEndpoint> readOnly() {
        return Catalog.list(
                catalog.find(ReadOnlyEndpointRow.class).orderBy("createdAt, id"),
                ReadOnlyEndpointRow::toRecord);
    }

    /** The read-only endpoint with this id. */
    public Optional<ReadOnlyEndpoint> readOnlyById(String id) {
        return Catalog.one(
                catalog.find(ReadOnlyEndpointRow.class).where().idEq(id).query(),
                ReadOnlyEndpointRow::toRecord);
    }
}
