package dev.cambium.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.UniqueKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class DetectionTest {

    /**
     * All that is labelled is found, and of what is found little is not labelled: the figures that
     * docs/measurements.md has.
     */
    @ParameterizedTest
    @CsvSource({"clinic.schema, 12, 1", "saas.schema, 8, 0", "payroll.schema, 16, 0"})
    void findsWhatIsPersonalAndLittleElse(String name, int labelled, int others)
            throws IOException {
        LabelledSchema schema = LabelledSchema.read(name);
        Set<ColumnId> found = new TreeSet<>();
        for (ColumnFinding finding : schema.findings()) {
            if (finding.path().isEmpty()) {
                found.add(finding.column());
            }
        }
        Set<ColumnId> missed = new TreeSet<>(schema.labels.keySet());
        missed.removeAll(found);
        Set<ColumnId> tooMuch = new TreeSet<>(found);
        tooMuch.removeAll(schema.labels.keySet());
        assertThat(missed).as("missed; found too much: %s", tooMuch).isEmpty();
        assertThat(schema.labels).hasSize(labelled);
        assertThat(tooMuch).hasSize(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinic.schema", "saas.schema", "payroll.schema"})
    void saysWhichKindAndWhy(String name) throws IOException {
        LabelledSchema schema = LabelledSchema.read(name);
        long right = 0;
        for (ColumnFinding finding : schema.findings()) {
            assertThat(finding.reasons()).isNotEmpty();
            right += finding.kind() == schema.labels.get(finding.column()) ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(schema.labels.size() - 2);
    }

    @Test
    void findsWhatIsInsideDocuments() throws IOException {
        assertThat(LabelledSchema.read("saas.schema").findings())
                .filteredOn(finding -> finding.path().equals("$.backup.mail"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(DataKind.EMAIL_ADDRESS));
    }

    @Test
    void aSecondLookOnlyAsksAboutWhatIsNew() {
        Table table =
                new Table(
                        new TableId("public", "users"),
                        List.of(
                                new Column("email", ColumnType.text()),
                                new Column("phone", ColumnType.text())),
                        List.of());
        List<ColumnFinding> findings =
                new Detection().look(table, Sample.NONE, Set.of(table.id().column("email")));
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.column().column()).isEqualTo("phone"));
    }

    @Test
    void whatRefersToSomethingSensitiveIsSensitive() {
        TableId users = new TableId("public", "users");
        TableId visits = new TableId("public", "visits");
        DatabaseShape shape =
                new DatabaseShape(
                        List.of(
                                new Table(
                                        users,
                                        List.of(new Column("email", ColumnType.text())),
                                        List.of(UniqueKey.primary("email"))),
                                new Table(
                                        visits,
                                        List.of(new Column("x", ColumnType.text())),
                                        List.of())),
                        List.of(
                                new ForeignKey(
                                        "fk", visits, List.of("x"), users, List.of("email"))));
        List<ColumnFinding> found =
                new Detection().look(shape.tables().getFirst(), Sample.NONE, Set.of());
        assertThat(Detection.linked(shape, found, Set.of()))
                .filteredOn(finding -> finding.column().equals(visits.column("x")))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.kind()).isEqualTo(DataKind.EMAIL_ADDRESS);
                            assertThat(finding.reasons())
                                    .containsExactly("it refers to public.users.email");
                        });
    }
}
