package dev.cambium.gui;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import dev.cambium.gui.task.FxThread;
import dev.cambium.gui.task.TaskRunner;

import javafx.application.Platform;

/** What the window may use, and where. */
@AnalyzeClasses(packages = "dev.cambium.gui", importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {

    @ArchTest
    static final ArchRule OF_OURS_ONLY_THE_API_IS_USED =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.cambium..")
                                    .and(resideOutsideOfPackage("dev.cambium.gui.."))
                                    .and(resideOutsideOfPackage("dev.cambium.engine.api")));

    @ArchTest
    static final ArchRule ONE_GATE_LEADS_TO_THE_SCREEN =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(FxThread.class)
                    .should()
                    .callMethod(Platform.class, "runLater", Runnable.class);

    @ArchTest
    static final ArchRule STYLE_IS_IN_THE_STYLE_SHEETS =
            noClasses()
                    .should()
                    .callMethod(javafx.scene.Node.class, "setStyle", String.class)
                    .orShould()
                    .callMethod(javafx.scene.control.MenuItem.class, "setStyle", String.class);

    @ArchTest
    static final ArchRule THREADS_BELONG_TO_THE_RUNNER =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.cambium.gui.task")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.Thread")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent..")
                    .as("only the " + TaskRunner.class.getSimpleName() + " has threads");

    @ArchTest
    static final ArchRule VIEW_MODELS_SEE_NO_CONTROLS =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .or()
                    .resideInAPackage("dev.cambium.gui.workspace")
                    .should()
                    .onlyDependOnClassesThat(
                            resideOutsideOfPackage("javafx..")
                                    .or(resideInAPackage("javafx.beans.."))
                                    .or(resideInAPackage("javafx.collections..")));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.cambium.gui.(*)..").should().beFreeOfCycles();
}
