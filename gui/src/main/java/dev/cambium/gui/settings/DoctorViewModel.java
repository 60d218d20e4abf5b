package dev.cambium.gui.settings;

import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.Objects;
import java.util.stream.Collectors;

/** What the doctor found, and how grave it is as a whole. */
final class DoctorViewModel {

    private final DoctorProcess doctor;
    private final TaskRunner tasks;
    private final ObservableList<Finding> findings = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(false);

    DoctorViewModel(DoctorProcess doctor, TaskRunner tasks) {
        this.doctor = doctor;
        this.tasks = tasks;
    }

    ObservableList<Finding> findings() {
        return findings;
    }

    ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    void look() {
        if (looking.get()) {
            return;
        }
        looking.set(true);
        summary.set(Text.get("doctor.looking"));
        BackgroundTask.of(doctor::run)
                .onSuccess(
                        found -> {
                            looking.set(false);
                            findings.setAll(found);
                            summary.set(
                                    Text.get(
                                            "doctor.summary",
                                            count(Finding.Verdict.BROKEN),
                                            count(Finding.Verdict.WARNING)));
                        })
                .onFailure(
                        failure -> {
                            looking.set(false);
                            summary.set(
                                    Text.get(
                                            "doctor.failed",
                                            Objects.toString(failure.getMessage(), "")));
                        })
                .runWith(tasks);
    }

    private long count(Finding.Verdict verdict) {
        return findings.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** All of it as text, to be sent to someone who helps. */
    String report() {
        return findings.stream()
                .map(
                        each ->
                                each.verdict()
                                        + "\t"
                                        + each.check()
                                        + "\t"
                                        + each.finding()
                                        + (each.fix().isEmpty() ? "" : "\n\t\t" + each.fix()))
                .collect(Collectors.joining("\n"));
    }
}
