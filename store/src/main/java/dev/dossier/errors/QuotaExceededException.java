package dev.dossier.errors;

/** A limit of what may be kept would be exceeded; nothing of the request was kept. */
public final class QuotaExceededException extends DossierException {
    private static final long serialVersionUID = 1L;

    private QuotaExceededException(String whose, long limitBytes) {
        super(
                "quota_exceeded",
                whose + " may have at most " + limitBytes + " bytes, and this would be more; nothing was kept."
                        + " Remove files for good and repeat the request.");
    }

    /**
     * For the limit of everything.
     *
     * @param limitBytes what all files together may have
     */
    public static QuotaExceededException ofEverything(long limitBytes) {
        return new QuotaExceededException("All files together", limitBytes);
    }

    /**
     * For the limit of an owner, who is not named: others may ask.
     *
     * @param limitBytes what the files in one owner's sessions may have
     */
    public static QuotaExceededException ofOwner(long limitBytes) {
        return new QuotaExceededException("The files of one owner", limitBytes);
    }
}
