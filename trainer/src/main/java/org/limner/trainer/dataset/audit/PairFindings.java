package org.limner.trainer.dataset.audit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.DecodedLabels;
import org.limner.trainer.dataset.PairedFiles;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.UnknownLabel;

/**
 * What one pair of files turned out to be.
 *
 * @param photo         null: it cannot be decoded
 * @param labels        null: it cannot be decoded
 * @param instances     null: there are none, or they cannot be decoded
 * @param kind          of the label file; null: not looked at
 * @param pixelsOfIndex by channel index; empty: not looked at
 * @param unknown       the first values of the file that are no class
 * @param grey          whether a photo without any colour was seen
 * @param undecodable   one sentence per file
 */
record PairFindings(
        PairedFiles files,
        @Nullable PictureSize photo,
        @Nullable PictureSize labels,
        @Nullable PictureSize instances,
        DecodedLabels.@Nullable Kind kind,
        Map<Integer, Integer> pixelsOfIndex,
        List<UnknownLabel> unknown,
        boolean grey,
        List<String> undecodable) {}
