package org.limner.trainer.dataset;

/** Pairs of files, decoded when they are asked for, in the order of their names. */
public final class FolderDataset implements Dataset {
    private final FolderFiles files;
    private final LabelReader labels;

    /**
     * @param files  all of them paired
     * @param format of the label files
     */
    public FolderDataset(FolderFiles files, LabelFormat format) {
        this.files = files.complete();
        this.labels = new LabelReader(files.classes(), format);
    }

    @Override
    public String name() {
        return files.name();
    }

    @Override
    public int size() {
        return files.pairs().size();
    }

    @Override
    public ClassTable classes() {
        return files.classes();
    }

    /** Where the examples come from. */
    public FolderFiles files() {
        return files;
    }

    @Override
    public Example example(int index) {
        PairedFiles pair = files.pairs().get(index);
        return new Example(
                pair.name(),
                PictureFiles.readPhoto(pair.photo()),
                labels.read(pair.labels()),
                pair.instances() == null ? null : PictureFiles.readInstances(pair.instances()));
    }
}
