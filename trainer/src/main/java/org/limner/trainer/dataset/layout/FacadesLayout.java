package org.limner.trainer.dataset.layout;

import java.util.Optional;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;

/** CMP Facades as the reference has them: {@code SPLIT_img} and {@code SPLIT_label}. */
final class FacadesLayout extends FlatLayout {
    @Override
    public String name() {
        return "facades";
    }

    @Override
    public String needs(String split) {
        return split + "_img and " + split + "_label";
    }

    @Override
    public Optional<ClassTable> classes() {
        return Optional.of(ClassTables.facades());
    }
}
