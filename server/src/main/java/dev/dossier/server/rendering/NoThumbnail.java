package dev.dossier.server.rendering;

/** Why there is no thumbnail of a content. */
public enum NoThumbnail {
    /** There are none of this type. */
    TYPE("There are no thumbnails of files of this type."),
    /** It has more bytes than a rendering may read. */
    TOO_LARGE("The file is too large for a thumbnail."),
    /** Its header announces more pixels than a rendering may decode. */
    TOO_MANY_PIXELS("The picture has too many pixels for a thumbnail."),
    /** It opens with a password only. */
    ENCRYPTED("The file is encrypted: there is no thumbnail of it."),
    /** It is not what its first bytes say, or not all of it. */
    DAMAGED("The file cannot be read as what it begins like: it is damaged, or of a kind that is not known here."),
    /** It took more time or memory than a rendering may have. */
    TOO_COSTLY("Making a thumbnail of the file takes more time or memory than is given to it.");

    private final String detail;

    NoThumbnail(String detail) {
        this.detail = detail;
    }

    /** The same in a sentence for whoever asked. */
    public String detail() {
        return detail;
    }
}
