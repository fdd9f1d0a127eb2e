package org.limner.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may know what. */
class ArchitectureTest {
    private static final String TENSOR_ENGINE = "ai.djl..";

    private static JavaClasses trainer;

    @BeforeAll
    static void read() {
        trainer = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.limner.trainer");
    }

    @Test
    void tensorsLiveInNetworksLossesAndTrainingAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.limner.trainer.network", "org.limner.trainer.loss", "org.limner.trainer.training")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(TENSOR_ENGINE)
                .check(trainer);
    }

    @Test
    void weightsGraphsAndDatasetsArePlainJava() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.limner.trainer.weights..",
                        "org.limner.trainer.onnx..",
                        "org.limner.trainer.dataset..",
                        "org.limner.trainer.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TENSOR_ENGINE, "ai.onnxruntime..")
                .check(trainer);
    }

    @Test
    void onlyBundlesRunOnnxSessions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.limner.trainer.bundle..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(trainer);
    }

    /** Their gradients read freed memory; {@code Scalars} says how. To add and to subtract is safe. */
    @Test
    void noGradientRunsThroughTheEnginesArithmeticWithPlainNumbers() {
        noClasses()
                .that()
                .resideInAnyPackage("org.limner.trainer.network", "org.limner.trainer.loss")
                .should()
                .callMethodWhere(describe("it takes a number, and neither adds nor subtracts it", call -> {
                    JavaClass owner = call.getTargetOwner();
                    return owner.getPackageName().startsWith("ai.djl.ndarray")
                            && call.getTarget().getRawParameterTypes().stream()
                                    .anyMatch(type -> type.isEquivalentTo(Number.class))
                            && !Set.of("add", "addi", "sub", "subi").contains(call.getName());
                }))
                .check(trainer);
    }

    @Test
    void nothingHereKnowsTheWorkersFramework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..", "org.limner.worker..")
                .check(trainer);
    }
}
