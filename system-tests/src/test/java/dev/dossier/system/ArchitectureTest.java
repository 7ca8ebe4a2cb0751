package dev.dossier.system;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of ARCHITECTURE.md. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/dev/dossier/system/") && !location.contains("/testkit"))
            .importPackages("dev.dossier");

    private static final String ROOT = "dev.dossier";
    private static final String SCHEMA = ROOT + ".schema";

    /** Which of our packages a package may know; a package that is not here may not be. */
    private static final Map<String, String> DOORS = Map.ofEntries(
            door("schema", ""),
            door("errors", ""),
            door("hashing", ""),
            door("database", "errors schema"),
            door("access", "errors"),
            door("audit", "access database errors hashing"),
            door("identities", "access audit database errors hashing"),
            door("sessions", "access audit database errors"),
            door("blobs", "access audit database errors hashing"),
            door("retention", "access audit database errors"),
            door("quotas", "blobs database errors"),
            door("files", "access audit blobs database errors identities quotas retention sessions"),
            door("scanning", "access audit blobs database errors files hashing sessions"),
            door("doctor", "access audit blobs database errors retention"),
            door("reference", "blobs database errors"),
            door(
                    "",
                    "access audit blobs database doctor errors files identities quotas reference retention scanning"
                            + " schema sessions"),
            door("server.http", "errors"),
            door("server.authentication", ". access audit errors identities server.http"),
            door("server.links", "access errors files server.http"),
            door("server.rendering", ""),
            door("server.previews", "server.rendering"),
            door(
                    "server.api",
                    ". access audit blobs errors files identities retention sessions"
                            + " server.authentication server.http server.links server.previews server.rendering"),
            door("server.operations", ". blobs errors files scanning schema server.api server.http"),
            door(
                    "server",
                    ". access blobs errors identities scanning schema"
                            + " server.api server.authentication server.http server.links server.operations"
                            + " server.previews"),
            door("cli.terminal", ""),
            door("cli.settings", ". access blobs errors files quotas scanning cli.terminal"),
            door("cli.files", "hashing cli.settings cli.terminal"),
            door("cli.database", ". blobs doctor schema cli.settings cli.terminal"),
            door("cli.audit", ". audit cli.settings cli.terminal"),
            door("cli.keys", ". access identities schema cli.settings cli.terminal"),
            door("cli.scan", ". access blobs files scanning schema sessions cli.settings cli.terminal"),
            door(
                    "cli.serve",
                    ". errors server server.authentication server.links server.operations cli.settings cli.terminal"),
            door(
                    "cli",
                    ". errors schema server cli.audit cli.database cli.files cli.keys cli.scan cli.serve cli.settings"
                            + " cli.terminal"));

    /** Which package alone may know a library. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "io.javalin", "dev.dossier.server..",
            "org.eclipse.jetty", "dev.dossier.server..",
            "jakarta.servlet", "dev.dossier.server..",
            "org.apache.commons.fileupload2", "dev.dossier.server.http..",
            "com.nimbusds", "dev.dossier.server.authentication..",
            "io.micrometer", "dev.dossier.server.operations..",
            "org.apache.tika", "dev.dossier.blobs..",
            "org.apache.pdfbox", "dev.dossier.server.rendering..",
            "picocli", "dev.dossier.cli..",
            "me.tongfei.progressbar", "dev.dossier.cli..");

    private static Map.Entry<String, String> door(String from, String to) {
        return Map.entry(name(from), to);
    }

    private static String name(String relative) {
        return relative.isEmpty() || relative.equals(".") ? ROOT : ROOT + "." + relative;
    }

    static Stream<Map.Entry<String, String>> doors() {
        return DOORS.entrySet().stream();
    }

    @Test
    @DisplayName("every package is in the plan, and every room of the plan exists")
    void thePlanIsComplete() {
        Set<String> rooms = PRODUCT.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(rooms).containsExactlyInAnyOrderElementsOf(DOORS.keySet());
    }

    @ParameterizedTest
    @MethodSource("doors")
    void doorsOpenOneWay(Map.Entry<String, String> door) {
        String[] known = Stream.concat(
                        Stream.of(door.getKey()),
                        Arrays.stream(door.getValue().split(" "))
                                .filter(to -> !to.isEmpty())
                                .map(ArchitectureTest::name))
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> foreign = resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.not(resideInAnyPackage(known)))
                .as("other rooms of ours");
        noClasses()
                .that()
                .resideInAPackage(door.getKey())
                .should()
                .dependOnClassesThat(foreign)
                .check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.dossier.server.(*)..", "dev.dossier.cli.(*)..", "dev.dossier.(*).."})
    void packagesHaveNoCycles(String packages) {
        slices().matching(packages).should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    @DisplayName("the schema module needs the JDK only")
    void theSchemaModuleStandsAlone() {
        classes()
                .that()
                .resideInAPackage(SCHEMA)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.sql..", "org.jspecify..", SCHEMA))
                .check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryHasOneHome(Map.Entry<String, String> library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(library.getValue())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library.getKey() + "..")
                .check(PRODUCT);
    }

    static Stream<Map.Entry<String, String>> libraries() {
        return LIBRARIES.entrySet().stream();
    }

    @Test
    @DisplayName("only the command writes to the terminal")
    void nobodyElsePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.dossier.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(PRODUCT);
    }

    @Test
    @DisplayName("the libraries return failures and never log")
    void librariesDoNotLog() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.dossier.server..", "dev.dossier.cli..")
                .should()
                .accessClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j..", "ch.qos.logback..")
                        .or(DescribedPredicate.describe(
                                "System.Logger", found -> found.isEquivalentTo(System.Logger.class))))
                .check(PRODUCT);
        noClasses()
                .should()
                .accessClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("only main(), the signal to stop and the end of a rendering's time end the process")
    void nobodyElseExits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.dossier.cli.Main")
                .and()
                .doNotHaveFullyQualifiedName("dev.dossier.cli.serve.StopSignal")
                .and()
                .doNotHaveFullyQualifiedName("dev.dossier.server.rendering.RenderingProgram")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(PRODUCT);
    }

    @Test
    @DisplayName("the driver's error codes are known where errors are classified, and where they are counted")
    void errorCodesAreReadInTwoPlaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.dossier.database", "dev.dossier.server.operations")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sqlite..")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("connections are opened by the schema module and the package database")
    void nobodyElseConnects() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SCHEMA, "dev.dossier.database")
                .should()
                .accessClassesThat()
                .belongToAnyOf(java.sql.DriverManager.class, java.sql.Connection.class, javax.sql.DataSource.class)
                .check(PRODUCT);
    }
}
