package org.limner.schemas.job;

/** The file formats images are written in. */
public enum ImageFormat {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg");

    private final String mediaType;
    private final String fileExtension;

    ImageFormat(String mediaType, String fileExtension) {
        this.mediaType = mediaType;
        this.fileExtension = fileExtension;
    }

    /** For example {@code image/png}; the contract's spelling. */
    public String mediaType() {
        return mediaType;
    }

    /** For example {@code png}, without a dot. */
    public String fileExtension() {
        return fileExtension;
    }

    /** Throws {@link IllegalArgumentException} for any other media type. */
    public static ImageFormat ofMediaType(String mediaType) {
        for (ImageFormat format : values()) {
            if (format.mediaType.equals(mediaType)) {
                return format;
            }
        }
        throw new IllegalArgumentException("output media type must be image/png or image/jpeg but is " + mediaType);
    }
}
