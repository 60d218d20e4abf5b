package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class EndpointCatalogTest extends OnCatalog {

    @Test
    void whatIsSetIsFoundByItsOwnerAloneAndTogether() {
        EndpointSettings never =
                new EndpointSettings(
                        "br-1",
                        EndpointSettings.NEVER,
                        7200,
                        Map.of("jit", "off"),
                        List.of("x"),
                        Samples.NOON);
        EndpointSettings none = EndpointSettings.none("p1", Samples.NOON);
        catalog.commit(
                change -> {
                    change.put(never);
                    change.put(none);
                });
        assertThat(catalog.endpoints().settings("br-1")).contains(never);
        assertThat(catalog.endpoints().settings("br-2")).isEmpty();
        assertThat(catalog.endpoints().settings())
                .containsOnly(Map.entry("br-1", never), Map.entry("p1", none));
    }

    @Test
    void readOnlyEndpointsHavePortsOfTheirOwnAndGoWithTheirBranch() {
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("br-1", "p1", "main", 50_001));
                    change.put(readOnly("ep-r1", 50_002));
                    change.put(EndpointSettings.none("ep-r1", Samples.NOON));
                });
        assertThat(catalog.endpoints().readOnly("br-1")).containsExactly(readOnly("ep-r1", 50_002));
        assertThat(catalog.endpoints().readOnlyById("ep-r1")).contains(readOnly("ep-r1", 50_002));
        assertThat(catalog.usedPorts()).containsExactlyInAnyOrder(50_001, 50_002);
        assertThatThrownBy(() -> catalog.commit(change -> change.put(readOnly("ep-r2", 50_001))))
                .isInstanceOf(DuplicatePortException.class)
                .hasMessageContaining("branch 'main'");
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        change ->
                                                change.put(
                                                        Samples.branch(
                                                                "br-2", "p1", "dev", 50_002))))
                .isInstanceOf(DuplicatePortException.class)
                .hasMessageContaining("read-only endpoint ep-r1");

        catalog.commit(change -> change.removeBranch("br-1"));
        assertThat(catalog.endpoints().readOnly()).isEmpty();
        assertThat(catalog.endpoints().settings("ep-r1")).isEmpty();
    }

    private static ReadOnlyEndpoint readOnly(String id, int port) {
        return new ReadOnlyEndpoint(id, "br-1", null, port, Samples.NOON, Samples.NOON);
    }
}
