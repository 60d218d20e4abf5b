package dev.cambium.engine.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

import java.util.ArrayList;
import java.util.List;

/** The borders of the engine's packages. Think about the layering before changing this file. */
@AnalyzeClasses(
        packages = "dev.cambium.engine",
        importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    private static final String ROOT = "dev.cambium.engine.";

    /** From the bottom up; each may use those before it only. */
    private static final List<String> BOTTOM_UP =
            List.of(
                    "page",
                    "posix",
                    "layer",
                    "fuse",
                    "volume",
                    "wal",
                    "timeline",
                    "compute",
                    "schema",
                    "masking",
                    "gateway",
                    "catalog",
                    "journal",
                    "branch",
                    "transfer",
                    "server");

    /** The packages below {@code branch}, likewise; what is in none of them stands above all. */
    private static final List<String> BRANCH_BOTTOM_UP =
            List.of(
                    "operation",
                    "retention",
                    "compute",
                    "history",
                    "moment",
                    "travel",
                    "endpoint",
                    "usage",
                    "schemaonly",
                    "creation",
                    "life",
                    "snapshot",
                    "anonymize");

    @ArchTest static final ArchRule arrows_run_downwards = downwards(ROOT, BOTTOM_UP);

    @ArchTest
    static final ArchRule arrows_run_downwards_among_the_verbs =
            downwards(ROOT + "branch.", BRANCH_BOTTOM_UP);

    @ArchTest
    static final ArchRule the_verbs_do_not_know_who_puts_them_together =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    BRANCH_BOTTOM_UP.stream()
                                            .map(name -> ROOT + "branch." + name)
                                            .toArray(String[]::new)))
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "branch"));

    @ArchTest
    static final ArchRule api_is_a_leaf =
            noClasses()
                    .that(resideInAPackage(ROOT + "api.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    BOTTOM_UP.stream()
                                            .map(name -> ROOT + name + "..")
                                            .toArray(String[]::new)));

    @ArchTest
    static final ArchRule only_the_server_and_the_faces_know_the_api =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    BOTTOM_UP.stream()
                                            .filter(name -> !name.equals("server"))
                                            .map(name -> ROOT + name + "..")
                                            .toArray(String[]::new)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(ROOT + "api..", ROOT + "cli.."));

    /** And the system below it, of which the engine's other packages are no part. */
    @ArchTest
    static final ArchRule the_command_line_sees_the_api_only =
            noClasses()
                    .that(resideInAPackage(ROOT + "cli.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    BOTTOM_UP.stream()
                                            .filter(name -> !name.equals("posix"))
                                            .map(name -> ROOT + name + "..")
                                            .toArray(String[]::new)));

    @ArchTest
    static final ArchRule only_the_catalog_sees_ebean =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "catalog..")))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.ebean..", "jakarta.persistence.."));

    @ArchTest
    static final ArchRule only_the_journal_sees_chronicle =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "journal..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("net.openhft.."));

    @ArchTest
    static final ArchRule only_the_schema_sees_its_reader =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "schema..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.pgcodekeeper.."));

    @ArchTest
    static final ArchRule only_the_server_for_agents_sees_its_sdk =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "cli.mcp..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.modelcontextprotocol.."));

    @ArchTest
    static final ArchRule few_see_the_anonymizer =
            noClasses()
                    .that(
                            resideOutsideOfPackages(
                                    ROOT + "masking..",
                                    ROOT + "branch.anonymize..",
                                    ROOT + "server.."))
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.cambium.anonymizer.."));

    @ArchTest
    static final ArchRule native_code_is_called_in_two_packages =
            noClasses()
                    .that(resideOutsideOfPackages(ROOT + "posix..", ROOT + "fuse.."))
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.foreign.Linker");

    private static ArchRule downwards(String root, List<String> bottomUp) {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < bottomUp.size() - 1; i++) {
            String[] above =
                    bottomUp.subList(i + 1, bottomUp.size()).stream()
                            .map(name -> root + name + "..")
                            .toArray(String[]::new);
            rules.add(
                    noClasses()
                            .that(resideInAPackage(root + bottomUp.get(i) + ".."))
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(above)));
        }
        return CompositeArchRule.of(rules);
    }
}
