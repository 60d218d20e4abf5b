package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class CatalogSearchTest {

    @TempDir private Path home;
    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = Catalog.open(home.resolve("catalog"));
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.project("p2", "books"));
                    change.put(Samples.branch("br-a-b-1", "p1", "main", 5501));
                    change.put(Samples.branch("br-a-b-2", "p1", "half_off", 5502));
                    change.put(Samples.branch("br-a-b-3", "p1", "50%", 5503));
                    change.put(Samples.branch("br-c-d-4", "p2", "main", 5504));
                });
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void findsBranchesOfItsProjectByAPartOfTheirNameOrId() {
        assertThat(found("ai")).containsExactly("main");
        assertThat(found("b-2")).containsExactly("half_off");
        assertThat(found("a-b")).containsExactly("main", "half_off", "50%");
        assertThat(found("HALF")).containsExactly("half_off");
        assertThat(found("none")).isEmpty();
    }

    @Test
    void takesTheWildcardsOfTheDatabaseForLetters() {
        assertThat(found("%")).containsExactly("50%");
        assertThat(found("_")).containsExactly("half_off");
    }

    @Test
    void doesNotFindWhatWasDeleted() {
        catalog.commit(change -> change.removeBranch("br-a-b-1"));
        assertThat(found("main")).isEmpty();
    }

    @Test
    void knowsThePortsOfAllProjects() {
        assertThat(catalog.usedPorts()).containsExactlyInAnyOrder(5501, 5502, 5503, 5504);
    }

    private List<String> found(String part) {
        return catalog.branchesWith("p1", part).stream().map(Branch::name).toList();
    }
}
