package org.limner.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point inward: what a job goes through is plain Java; the runtime, Kafka and Quarkus each stay where they are
 * named.
 */
class ArchitectureTest {
    private static final String[] PLAIN = {
        "org.limner.worker.failure..",
        "org.limner.worker.mask..",
        "org.limner.worker.style..",
        "org.limner.worker.image..",
        "org.limner.worker.bundle..",
        "org.limner.worker.store", // without its s3, see the rule below
        "org.limner.worker.job..",
        "org.limner.worker.batch..",
    };

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.limner.worker");

    @Test
    void whatAJobGoesThroughIsPlainJava() {
        classes()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN)
                        .or(resideInAnyPackage(
                                "org.limner.worker.generator..", // its interface and records; see the rule below
                                "org.limner.schemas..",
                                "org.jspecify.annotations..",
                                "org.slf4j..",
                                "java..",
                                "javax.imageio..",
                                "jdk.jfr..",
                                "org.w3c.dom..")))
                .check(WORKER);
    }

    @Test
    void onnxRuntimeAppearsInTheGeneratorAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.limner.worker.generator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..")
                .check(WORKER);
    }

    @Test
    void sessionsKnowNeitherKafkaNorQuarkus() {
        classes()
                .that()
                .resideInAnyPackage("org.limner.worker.generator..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.limner.worker.generator..",
                        "org.limner.worker.bundle..",
                        "org.limner.worker.failure..",
                        "org.limner.worker.image..",
                        "org.limner.worker.mask..",
                        "org.limner.worker.style..",
                        "org.limner.schemas..",
                        "org.jspecify.annotations..",
                        "ai.onnxruntime..",
                        "java..")
                .check(WORKER);
    }

    @Test
    void kafkaTypesAppearWhereRecordsAreReadAndMeasuredAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.limner.worker.kafka..", "org.limner.worker.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(WORKER);
    }

    @Test
    void theS3ClientAppearsInItsPackageAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.limner.worker.store.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..")
                .check(WORKER);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("org.limner.worker.(*)..").should().beFreeOfCycles().check(WORKER);
    }
}
