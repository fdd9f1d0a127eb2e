package org.limner.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A client starts fast and is small: it carries neither the worker's frame nor the trainer's. */
class DependenciesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.limner.cli");

    @Test
    void usesNeitherQuarkusNorDjl() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "ai.djl..", "org.limner.trainer..")
                .check(CLASSES);
    }

    @Test
    void usesOnlyTheWorkersPlainPackages() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.limner.worker.kafka..",
                        "org.limner.worker.batch..",
                        "org.limner.worker.config..",
                        "org.limner.worker.telemetry..",
                        "org.limner.broker..")
                .check(CLASSES);
    }

    @Test
    void keepsKafkaInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.limner.cli.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }
}
